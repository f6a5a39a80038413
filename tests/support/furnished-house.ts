import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { enter, newPerson, type TestPerson } from './accounts.ts'
import type { App } from './app.ts'
import { BrowserClient, type Answer } from './browser-client.ts'
import { FOOTAGE, madeWith } from './footage.ts'
import { publishFile } from './publish-file.ts'

/** A site as it is after some days: nothing on any page is empty. */
export interface House {
  /** Administrator and creator, with connections, history, notifications and everything else. */
  keeper: Resident
  friend: Resident
  videoId: string
  clipId: string
  topic: string
  subtopic: string
}

interface Resident {
  client: BrowserClient
  person: TestPerson
}

const TOPIC = 'patterns'
const SUBTOPIC = `${TOPIC}/fractals`
const CLIPS = [
  [0.5, 9, 'The whole set in one look'],
  [10, 20, 'Where the spirals begin'],
  [22, 33, 'Seahorse valley, step by step'],
] as const

export async function furnish(app: App): Promise<House> {
  const keeper = await resident(app, { firstName: 'Ada', lastName: 'Costa' })
  const friend = await resident(app, { firstName: 'Ben', lastName: 'Okafor' })
  await makeTopics(keeper)
  const videoId = await publishVideos(app, keeper, friend)
  const clipIds = []
  for (const [startSeconds, endSeconds, title] of CLIPS) {
    const body = { startSeconds, endSeconds, title }
    clipIds.push((await send(keeper.client.post(`/api/videos/${videoId}/clips`, body))).json.id as string)
  }
  const house = { keeper, friend, videoId, clipId: clipIds[0]!, topic: TOPIC, subtopic: SUBTOPIC }
  await talk(house)
  await connect(house)
  await watch(house, clipIds)
  await untilFed(keeper.client)
  return house
}

async function resident(app: App, name: Pick<TestPerson, 'firstName' | 'lastName'>): Promise<Resident> {
  const client = new BrowserClient(app.url)
  return { client, person: await enter(client, app.dataDir, newPerson(name)) }
}

async function makeTopics({ client }: Resident): Promise<void> {
  const topics = [
    { combinedTopicName: TOPIC, topicName: 'Patterns', description: 'What repeats, and why.' },
    { combinedTopicName: SUBTOPIC, topicName: 'Patterns', subTopicName: 'Fractals', description: 'The same again, smaller.' },
    { combinedTopicName: 'signals', topicName: 'Signals', description: 'Cards and tones.', prerequisites: [TOPIC] },
  ] // prettier-ignore
  for (const topic of topics) await send(client.post('/api/topics', topic))
}

/** @returns the id of the longest, from which clips are cut */
async function publishVideos(app: App, keeper: Resident, friend: Resident): Promise<string> {
  const publish = async ({ client }: Resident, path: string, title: string, topic: string) => {
    const description = 'Look twice. 0:03 It begins\n0:10 The first spiral\n0:22 Deeper\nMore at 0:30.'
    const metadata = { title, description, topic, visibility: 'public' }
    return publishFile(client, app.url, path, { metadata, until: 'ready', timeoutMs: 240_000 })
  }
  const { id } = await publish(keeper, await fractal(), 'A walk through the Mandelbrot set', SUBTOPIC)
  await send(
    keeper.client.put(`/api/videos/${id}/captions/en`, {
      label: 'English',
      vtt: 'WEBVTT\n\n00:01.000 --> 00:08.000\nEverything you see is one formula.\n\n00:10.000 --> 00:18.000\nHere the spirals begin.\n',
    }),
  )
  await publish(keeper, await FOOTAGE.portrait(), 'A tall test card', 'signals')
  await publish(friend, await FOOTAGE.captioned(), 'Hello, with captions', 'signals')
  return id
}

/** Slow, deep and colourful: 36 s in 640 by 360, with a tone. */
function fractal(): Promise<string> {
  const picture = 'mandelbrot=size=640x360:rate=15:start_scale=2.5:end_scale=0.03:end_pts=540:maxiter=400'
  return madeWith(['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=frequency=220', '-t', '36', '-c:v', 'libx264', '-preset', 'veryfast', '-g', '30', '-pix_fmt', 'yuv420p', '-c:a', 'aac'], '.mp4') // prettier-ignore
}

async function talk({ keeper, friend, videoId, clipId }: House): Promise<void> {
  const text = `How far in are we at 0:12? @${keeper.person.username} knows.`
  const asked = await send(friend.client.post(`/api/videos/${videoId}/comments`, { text }))
  await send(keeper.client.post(`/api/comments/${asked.json.id}/replies`, { text: 'About forty times.' }))
  await send(friend.client.post(`/api/clips/${clipId}/comments`, { text: 'Short and clear.' }))
  await send(
    keeper.client.put(`/api/clips/${clipId}/check`, {
      question: 'What makes the edge of the set?',
      choices: ['One formula, again and again', 'A drawing by hand'],
      answer: 0,
      explanation: 'Each point is put into the same formula until it runs away or stays.',
    }),
  )
  for (const kind of ['videos', 'clips']) {
    const id = kind === 'videos' ? videoId : clipId
    await send(friend.client.post(`/api/${kind}/${id}/like`))
    await send(keeper.client.put(`/api/saved/${kind.slice(0, -1)}/${id}`))
  }
}

async function connect({ keeper, friend, videoId }: House): Promise<void> {
  const asked = await send(
    friend.client.post('/api/relationships', { username: keeper.person.username, action: 'request' }),
  )
  await send(keeper.client.patch(`/api/relationships/${asked.json.id}`, { status: 'accepted' }))
  await send(friend.client.post(`/api/users/${keeper.person.username}/follow`))
  const message = 'This is the one I told you about.'
  await send(friend.client.post('/api/shares', { username: keeper.person.username, videoId, message }))
}

async function watch({ keeper, friend, videoId }: House, clipIds: string[]): Promise<void> {
  const event = { positionSeconds: 6, secondsWatched: 6, isSkip: false }
  for (const { client } of [keeper, friend]) {
    await send(client.post(`/api/videos/${videoId}/view`, { secondsWatched: 20, source: 'feed' }))
    await send(client.post(`/api/clips/${clipIds[1]}/watch`, { events: [{ ...event, id: randomUUID() }] }))
    await send(
      client.post(`/api/videos/${videoId}/watch`, {
        events: [{ ...event, positionSeconds: 14, id: randomUUID() }],
      }),
    )
  }
}

/** The feed hears of what is new a moment later. */
async function untilFed(client: BrowserClient): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { items } = (await send(client.get('/api/feed'))).json as { items: unknown[] }
    if (items.length >= 3) return
    await sleep(250)
  }
  throw new Error('the feed stayed empty')
}

async function send(answer: Promise<Answer>): Promise<Answer> {
  const { status, text, ...rest } = await answer
  if (status >= 400) throw new Error(`refused with ${status}: ${text}`)
  return { status, text, ...rest }
}
