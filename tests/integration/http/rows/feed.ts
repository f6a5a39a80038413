import { randomUUID } from 'node:crypto'
import { Clip } from '../../../../server/clips/clip.model.ts'
import { setSave } from '../../../../server/engagement/set-save.ts'
import { Dismissal } from '../../../../server/feed/dismissal.model.ts'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import { publishedClips } from '../../../support/feed.ts'
import { makeTopic, otherClip, otherPrivateClip, otherVideo } from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'
import { publishedVideo } from '../../../support/videos.ts'

/** Clips and a video without clips in a subtopic, which has another beside it. */
async function subtopic({ other }: World) {
  const above = `feed-${randomUUID().slice(0, 8)}`
  const name = `${above}/first`
  for (const combinedTopicName of [above, name, `${above}/second`]) await makeTopic({ combinedTopicName })
  await publishedClips(other.id, [name, name, `${above}/second`])
  await publishedVideo(other.id, { topic: name })
  return { name }
}

const feed: RouteRow = {
  async own(world) {
    await subtopic(world)
    return {}
  },
  queries: [{}, { again: 'true' }],
}

async function dismissalOf(person: Person, world: World) {
  const { id } = await otherClip(world)
  const clip = (await Clip.findById(id).lean())!
  const row = { userId: person.id, scope: 'creator' as const, kind: 'clip' as const, date: new Date() }
  await Dismissal.deleteMany({ userId: person.id })
  const made = await Dismissal.create({ ...row, subjectId: clip.uploader, thingId: clip._id })
  await Dismissal.create({
    ...row,
    scope: 'item',
    subjectId: clip._id,
    thingId: clip._id,
    videoId: clip.videoId,
  })
  return { id: made._id.toHexString() }
}

const nothings = async (world: World) => [
  { kind: 'clip', ...(await otherPrivateClip(world)) },
  { kind: 'clip', id: 'f'.repeat(24) },
]

export const feedRows: RouteRows = {
  'get /api/feed': feed,
  'get /api/feed/topics': { own: feed.own },
  'post /api/feed/window': {
    body: async (world) => ({ items: [{ kind: 'clip', ...(await otherClip(world)) }] }),
  },
  'post /api/feed/dismissals': {
    body: async (world) => ({ kind: 'clip', ...(await otherClip(world)), scope: 'creator' }),
    bodiesOfNothing: nothings,
  },
  'delete /api/feed/dismissals': {
    body: async (world) => ({ kind: 'clip', ...(await otherClip(world)), scope: 'creator' }),
  },
  'get /api/feed/dismissals': {
    async own(world) {
      await dismissalOf(world.me, world)
      return {}
    },
  },
  'delete /api/feed/dismissals/{id}': {
    own: (world) => dismissalOf(world.me, world),
    foreign: (world) => dismissalOf(world.other, world),
  },
  'get /api/saved': {
    async own(world) {
      for (const kind of ['clip', 'video'] as const) {
        const { id } = await (kind === 'clip' ? otherClip(world) : otherVideo(world))
        await setSave(world.me.id, { kind, id }, true)
      }
      return {}
    },
  },
  'put /api/saved/{kind}/{id}': {
    own: async (world) => ({ kind: 'clip', ...(await otherClip(world)) }),
    foreign: async (world) => ({ kind: 'clip', ...(await otherPrivateClip(world)) }),
    missing: { kind: 'clip' },
  },
  'delete /api/saved/{kind}/{id}': {
    own: async (world) => ({ kind: 'video', ...(await otherVideo(world)) }),
    allPublic: 'it takes out one’s own mark alone, and tells nothing of the thing',
    missing: { kind: 'clip' },
    refuses: { missing: 'what is gone can be taken out as well' },
  },
  'get /api/feed/topics/{name}': {
    own: subtopic,
    allPublic: 'topics belong to everybody, and show each person what they may see',
    missing: { name: 'no-such-topic/at-all' },
    queries: [{}, { again: 'true' }],
  },
}
