// npm run faults:queues -- [--small] [--rounds 10000] [--seed 1]: a feed is read while the engine fills its queue, another
// engine that lags behind fills it as well, its owner watches, and videos become private and public again, all at once and
// each time in another order. No page repeats, shows what was seen or is private, or is empty while something is left;
// no queue holds anything twice.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Types } from 'mongoose'
import '../../server/all-models.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { User } from '../../server/accounts/user.model.ts'
import { closeLiveCache } from '../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../server/adapters/queue/index.ts'
import { announceChange, closeChanges, connectChanges, type ChangeBus } from '../../server/changes.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { engineReaders } from '../../server/feed/engine-readers.ts'
import { readFeed } from '../../server/feed/read-feed.ts'
import { WatchRecord } from '../../server/history/watch-record.model.ts'
import { newEngine, type Engine } from '../../server/recommendations/engine/engine.ts'
import { learnNews, replayLog, type News } from '../../server/recommendations/engine/event-log.ts'
import { goneNews, itemsOfVideos, newsOf } from '../../server/recommendations/engine/follow-catalogue.ts'
import { refreshQueues } from '../../server/recommendations/engine/refresh-queues.ts'
import { Recommendation } from '../../server/recommendations/recommendation.model.ts'
import { announceVideoChange } from '../../server/videos/video-changes.ts'
import { Video } from '../../server/videos/video.model.ts'
import { startDatabases } from '../support/databases.ts'
import { publishedClips } from '../support/feed.ts'
import { userActor } from '../support/videos.ts'
import { createChance } from '../load/seed/chance.ts'

const { values } = parseArgs({
  options: { small: { type: 'boolean' }, rounds: { type: 'string' }, seed: { type: 'string' } },
})
const rounds = Number(values.rounds ?? (values.small ? 150 : 10_000))
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const chance = createChance(seed)
const below = (end: number) => Math.floor(chance() * end)
const VIDEOS = 8
const CLIPS = 6
const PAGE = 5
/** Half of the people are here while every change is heard, so that what is kept of them is tried as well. */
let isHearing = false
const verdict = { repeats: 0, seen: 0, hidden: 0, empty: 0, doubled: 0, short: 0, errors: 0 }

interface Site {
  /** Clip ids by video id. */
  clips: Map<string, string[]>
  /** Videos that may be private at this moment, and those that surely are. */
  hidden: Set<string>
  closed: Set<string>
  /** Those that may have been private at any moment of the walk: it may have passed their place. */
  passed: Set<string>
}
interface Person {
  id: string
  seen: Set<string>
  /** Watched, and not yet told to the engine. */
  news: News[]
  cursor: string | null
  given: Set<string>
}

/** Begins after a moment that is another one each time: that is what makes the order. */
async function sometime<Result>(work: () => Promise<Result>): Promise<Result> {
  const wait = below(6)
  if (wait > 0) await pause(wait - 1)
  return work()
}

const HEARING: ChangeBus = { isHearing: true, publish() {}, listen() {}, close: async () => {} }

async function newPerson(number: number): Promise<Person> {
  await closeChanges()
  isHearing = chance() < 0.5
  if (isHearing) connectChanges(HEARING)
  const _id = new Types.ObjectId()
  const name = `queue-${seed}-${number}`
  await User.create({ _id, firstName: 'Q', lastName: 'R', username: name, email: `${name}@example.org`, registrationDate: new Date() }) // prettier-ignore
  const id = _id.toHexString()
  const news: News[] = [{ key: `p${id}`, happening: { kind: 'person', userId: id, chosen: [] } }]
  return { id, seen: new Set(), news, cursor: null, given: new Set() }
}

const clipsOf = ({ clips }: Site, isWanted: (videoId: string) => boolean) =>
  [...clips].flatMap(([videoId, ids]) => (isWanted(videoId) ? ids : []))

async function read(site: Site, person: Person): Promise<void> {
  if (person.cursor === null) {
    person.given.clear()
    site.passed = new Set(site.hidden)
  }
  const seenBefore = new Set(person.seen)
  const [hiddenBefore, closedBefore] = [new Set(site.hidden), new Set(site.closed)]
  const query = { limit: PAGE, ...(person.cursor !== null && { cursor: person.cursor }) }
  const page = await readFeed(userActor('viewer', person.id), null, query)
  const ids = page.items.map(({ item }) => item.id)
  verdict.repeats += ids.length - new Set(ids).size + ids.filter((id) => person.given.has(id)).length
  verdict.seen += ids.filter((id) => seenBefore.has(id)).length
  const closed = new Set(clipsOf(site, (id) => closedBefore.has(id) && site.closed.has(id)))
  verdict.hidden += ids.filter((id) => closed.has(id)).length
  const open = clipsOf(site, (id) => !hiddenBefore.has(id) && !site.passed.has(id))
  const left = open.filter((id) => !person.seen.has(id) && !person.given.has(id))
  if (ids.length === 0 && left.length > 0) verdict.empty++
  for (const id of ids) person.given.add(id)
  person.cursor = page.nextCursor
}

async function consume(person: Person): Promise<void> {
  const next = [...person.given].find((id) => !person.seen.has(id))
  if (!next) return
  const row = { userId: person.id, targetId: next, targetKind: 'clip', videoId: new Types.ObjectId(), positionSeconds: 1, durationSeconds: 1, watchedAt: new Date() } // prettier-ignore
  await WatchRecord.collection.insertOne({ ...row, userId: new Types.ObjectId(person.id), targetId: new Types.ObjectId(next) } as never) // prettier-ignore
  person.seen.add(next)
  if (isHearing) announceChange('own', { userId: person.id, targetId: next, isSeen: true })
  const watch = { piece: [0, 1] as [number, number], isSkip: false, isEnd: true, isStart: true }
  person.news.push({ key: `w${person.id}${next}`, happening: { kind: 'watch', userId: person.id, targetId: next, watch } }) // prettier-ignore
}

/** As another process does it: where not all are heard, nobody here is told half of the time. */
async function flip(site: Site): Promise<void> {
  const videoId = [...site.clips.keys()][below(VIDEOS)]!
  const isHidden = site.hidden.has(videoId)
  if (!isHidden && site.hidden.size > 2) return
  if (isHidden) site.closed.delete(videoId)
  else {
    site.hidden.add(videoId)
    site.passed.add(videoId)
  }
  const visibility = isHidden ? 'public' : 'private'
  const video = await Video.findOneAndUpdate({ _id: videoId }, { $set: { visibility } }).lean()
  if (isHidden) site.hidden.delete(videoId)
  else site.closed.add(videoId)
  if (isHearing || chance() < 0.5) announceVideoChange({ videoId, uuid: video!.uuid })
}

/** What is new is learnt first, or, of one that lags behind, what the log says by chance. */
async function refill(engine: Engine, person: Person, isLeading: boolean, site: Site): Promise<void> {
  if (isLeading) await learn(engine, person, site)
  else if (chance() < 0.3) await replayLog(engine)
  await refreshQueues(engine, [{ userId: person.id, isStrong: chance() < 0.3 }], engineReaders, new Date())
}

async function learn(engine: Engine, person: Person, site: Site): Promise<void> {
  const found = await itemsOfVideos([...site.clips.keys()])
  const news = [...newsOf(engine, found), ...goneNews(engine, engine.items, new Set(found.keys()))]
  await learnNews(engine, [...news, ...person.news.splice(0)], new Date())
}

/** When all is quiet the queue is full: nothing twice, nothing that may not stand there, and all that fits. */
async function checkQueue(engine: Engine, person: Person, site: Site): Promise<void> {
  await learn(engine, person, site)
  await refreshQueues(engine, [{ userId: person.id, isStrong: true }], engineReaders, new Date())
  const row = await Recommendation.findOne({ userId: person.id }).lean()
  const sequences = Object.values((row?.topicSequences ?? {}) as unknown as Record<string, unknown[]>)
  for (const ids of sequences) verdict.doubled += ids.length - new Set(ids.map(String)).size
  const all = ((row?.topicSequences ?? {}) as unknown as Record<string, unknown[]>).all ?? []
  const left = clipsOf(site, (id) => !site.hidden.has(id)).filter((id) => !person.seen.has(id))
  if (all.length !== Math.min(30, left.length)) verdict.short++
}

async function main(): Promise<boolean> {
  const databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  const startedAt = performance.now()
  try {
    const creatorId = new Types.ObjectId().toHexString()
    const site: Site = { clips: new Map(), hidden: new Set(), closed: new Set(), passed: new Set() }
    for (let video = 0; video < VIDEOS; video++) {
      const { videoId, clipIds } = await publishedClips(
        creatorId,
        Array.from({ length: CLIPS }, () => null),
      )
      site.clips.set(videoId, clipIds)
    }
    const [leading, lagging] = [newEngine([]), newEngine([])]
    let person = await newPerson(0)
    for (let round = 0; round < rounds; round++) {
      if (person.seen.size > VIDEOS * CLIPS - 12) person = await newPerson(round + 1)
      const works = [
        () => read(site, person),
        () => consume(person),
        () => refill(leading, person, true, site),
      ]
      if (chance() < 0.5) works.push(() => refill(lagging, person, false, site))
      if (chance() < 0.3) works.push(() => flip(site))
      const results = await Promise.allSettled(works.map(sometime))
      for (const result of results) {
        if (result.status === 'fulfilled') continue
        verdict.errors++
        console.error(result.reason)
      }
      if (round % 10 === 9) await checkQueue(leading, person, site)
    }
  } finally {
    await closeQueue(0)
    await closeLiveCache()
    await closeObjectStore()
    await databases.stop()
  }
  const ok = Object.values(verdict).every((count) => count === 0)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(JSON.stringify({ name: 'faults:queues', ok, interleavings: rounds, ...verdict, seconds, seed }))
  return ok
}

process.exitCode = (await main()) ? 0 : 1
