import { readFileSync } from 'node:fs'
import mongoose, { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { UserAffinity } from '../../../server/recommendations/user-affinity.model.ts'
import { VideoAffinity } from '../../../server/videos/video-affinity.model.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { makeClip, makeComment, makeRelationship, makeTopic, makeVideo } from '../../support/routes/things.ts'
import { makeWorld, type World } from '../../support/routes/world.ts'

// the text of the documentation exists inside Nitro alone
vi.mock('@nuxt/content/server', () => ({}))

const VIEWS = ['views', 'likes', 'dislikes']
/** The data model that Clipway was asked for, collection by collection. */
const ASKED: Record<string, string[]> = {
  'users': ['firstName', 'lastName', 'username', 'email', 'password', 'birthDate', 'registrationDate', 'lastLoginDate', 'profilePicture', 'onBoardingStatus', 'emailVerificationCode', 'isAdmin', 'comparePassword'], // prettier-ignore
  'clips': ['videoId', 'title', 'description', 'uploadDate', 'uploader', 'duration', 'thumbnailURL', 'clipURL', ...VIEWS], // prettier-ignore
  comments: ['userId', 'videoId', 'clipId', 'text', 'likes', 'nestedComments', 'isReply'],
  recommendations: ['userId', 'topicSequences'],
  relationships: ['fromUserID', 'toUserID', 'status', 'initiatedDate', 'updatedDate'],
  topics: ['combinedTopicName', 'topicName', 'subTopicName', 'description', 'thumbnailURL'],
  'user-affinities': ['userId', 'affinities'],
  'video-affinities': ['videoId', 'affinities'],
  'video-metadata': ['title', 'description', 'uploadDate', 'uploader', 'duration', 'thumbnailURL', 'topicId', 'clips', ...VIEWS], // prettier-ignore
}
/** Never answered to anybody, as the page says. */
const SECRET = ['password', 'comparePassword']
/** Of the documents themselves rather than of the model. */
const COMMON = ['_id', '__v', 'importKey', 'searchTitle', 'searchBody', 'pendingChanges', 'pendingComments', 'unsettledSince', 'changeId', 'delta'] // prettier-ignore

const page = readFileSync(new URL('../../../content/docs/data-model.md', import.meta.url), 'utf8')

let world: World
let client: BrowserClient
beforeAll(async () => {
  world = await makeWorld()
  client = new BrowserClient(world.url)
})
afterAll(() => world.stop())

/** The page's section of a collection. */
function sectionOf(collection: string): string {
  return page.split(/^## /m).find((section) => section.startsWith(`${collection}\n`)) ?? ''
}

/** Rows of its table: the field's name and where it lives. */
function documentedFields(collection: string): [string, string][] {
  return [...sectionOf(collection).matchAll(/^\| `(\w+)` +\|[^|]*\| ([^|]+?) +\|$/gm)].map(([, name, where]) => [name!, where!]) // prettier-ignore
}

function modelOf(collection: string): mongoose.Model<unknown> {
  return Object.values(mongoose.models).find((model) => model.collection.collectionName === collection)!
}

/** Field names in the order of the schema, without what lies inside them. */
function storedFields(collection: string): string[] {
  const names = Object.keys(modelOf(collection).schema.paths).map((path) => path.split('.')[0]!)
  return [...new Set(names)].filter((name) => !COMMON.includes(name))
}

describe.each(Object.entries(ASKED))('the collection %s', (collection, asked) => {
  it('is documented with every field, under its name', () => {
    expect(documentedFields(collection).map(([name]) => name)).toEqual(asked)
  })

  it('stores every field under its name, or where the page says', () => {
    const here = documentedFields(collection).filter(([, where]) => where === 'here')
    expect(storedFields(collection)).toEqual(expect.arrayContaining(here.map(([name]) => name)))
    const elsewhere = documentedFields(collection).filter(([, where]) => where !== 'here')
    for (const [name, where] of elsewhere) expect(where, name).toMatch(/^(SQL: )?`/)
  })

  it('has no field that the page does not name', () => {
    const silent = storedFields(collection).filter((name) => !sectionOf(collection).includes(`\`${name}\``))
    expect(silent.filter((name) => !/Count$/.test(name))).toEqual([])
  })
})

it('names every collection and SQL table that there is', async () => {
  const collections = Object.values(mongoose.models).map(({ collection }) => collection.collectionName)
  expect(
    collections.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`## ${name}\n`)),
  ).toEqual([])
  const tables = await accountsSql().introspection.getTables()
  const unknown = tables.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))
  expect(unknown.filter((name) => !name.startsWith('kysely_') && name !== 'migrations')).toEqual([])
})

describe('what the API answers', () => {
  let videoId: string
  let clipId: string
  let topicId: string
  beforeAll(async () => {
    topicId = (await makeTopic({ subTopicName: 'Swarms' })).id
    videoId = (await makeVideo(world.me, { topicId })).id
    clipId = (await makeClip(world.me, videoId)).id
    await makeComment(world.me, videoId)
    await makeRelationship(world.me, world.other)
    await Recommendation.create({
      userId: world.me.id,
      topicSequences: new Map([['all', [new Types.ObjectId(clipId)]]]),
    })
    await UserAffinity.create({ userId: world.me.id, affinities: { [topicId]: 0.5 } })
    await VideoAffinity.create({ videoId, affinities: { [topicId]: 1 } })
  })

  const one = (answer: { items: object[] }) => answer.items[0]
  const answers: Record<string, [() => string, (answer: never) => unknown]> = {
    users: [() => '/api/me', (me) => me],
    clips: [() => `/api/clips/${clipId}`, (clip) => clip],
    comments: [() => `/api/videos/${videoId}/comments`, one],
    recommendations: [() => '/api/recommendations', (all) => all],
    relationships: [() => '/api/relationships?list=outgoing', one],
    topics: [() => `/api/topics/${topicId}`, (topic) => topic],
    'user-affinities': [() => '/api/me/affinities', (all) => all],
    'video-affinities': [() => `/api/videos/${videoId}/affinities`, (all) => all],
    'video-metadata': [() => `/api/videos/${videoId}`, (video) => video],
  }
  it.each(Object.keys(ASKED))('carries every field of %s under its name', async (collection) => {
    const [path, pick] = answers[collection]!
    const { json, status } = await client.get(path(), { authorization: `Bearer ${world.me.token}` })
    expect(status).toBe(200)
    const view = pick(json as never) as object
    const asked = ASKED[collection]!.filter((name) => !SECRET.includes(name))
    expect(Object.keys(view)).toEqual(expect.arrayContaining(asked))
    for (const name of ['password', 'comparePassword']) expect(view).not.toHaveProperty(name)
  })
})
