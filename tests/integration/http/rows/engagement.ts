import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { Clip } from '../../../../server/clips/clip.model.ts'
import { countView } from '../../../../server/engagement/count-view.ts'
import { setReaction } from '../../../../server/engagement/set-reaction.ts'
import { WatchRecord } from '../../../../server/history/watch-record.model.ts'
import { Check } from '../../../../server/learning/check.model.ts'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import {
  makeClip,
  makeTopic,
  myClip,
  myVideo,
  otherClip,
  otherPrivateClip,
  otherPrivateVideo,
} from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'

const videos: RouteRow = { own: liked('video'), foreign: otherPrivateVideo }
const clips: RouteRow = { own: liked('clip'), foreign: otherPrivateClip }
const viewed = () => ({ secondsWatched: 3 })
const watched = () => ({ events: [{ id: randomUUID(), positionSeconds: 4, secondsWatched: 4, isEnd: true }] })

/** Liked and viewed by two people, so that lists have a second page. */
function liked(kind: 'video' | 'clip') {
  return async (world: World) => {
    const { id } = await (kind === 'video' ? myVideo(world) : myClip(world))
    const target = { kind, id }
    for (const person of [world.me, world.other]) {
      await setReaction(person.id, target, 'like')
      await countView({ userId: person.id }, target)
    }
    return { id }
  }
}

function rowsOf(things: 'videos' | 'clips', row: RouteRow): RouteRows {
  const path = `/api/${things}/{id}`
  return {
    [`post ${path}/like`]: row,
    [`delete ${path}/like`]: row,
    [`post ${path}/dislike`]: row,
    [`delete ${path}/dislike`]: row,
    [`post ${path}/view`]: { ...row, body: viewed },
    [`delete ${path}/view`]: row,
    [`get ${path}/likes`]: row,
    [`get ${path}/dislikes`]: row,
    [`get ${path}/views`]: row,
    [`post ${path}/watch`]: { ...row, body: watched },
  }
}

async function lineOf(person: Person, world: World) {
  const video = await myVideo(world)
  const line = {
    userId: person.id,
    targetKind: 'video' as const,
    targetId: video.id,
    videoId: video.id,
    watchedAt: new Date(),
  }
  return { id: (await WatchRecord.create(line))._id.toHexString() }
}

async function withCheck(clip: { id: string }) {
  const { videoId } = (await Clip.findById(clip.id).lean())!
  await Clip.updateOne({ _id: clip.id }, { $set: { hasCheck: true } })
  await Check.create({ clipId: clip.id, videoId, question: 'Where?', choices: ['Here', 'There'], answer: 0 })
  return clip
}

/** With a subtopic that has clips, one of them placed. */
async function topicWithPath(world: World) {
  const name = `path-${randomUUID().slice(0, 8)}`
  const topic = await makeTopic({ combinedTopicName: name })
  const below = await makeTopic({ combinedTopicName: `${name}/first` })
  const video = await myVideo(world)
  for (const [position, topicId] of [topic.id, below.id, below.id].entries()) {
    const place = position === 1 ? { pathPosition: 0 } : {}
    await makeClip(world.me, video.id, { topicId: new Types.ObjectId(topicId), ...place })
  }
  return topic
}

const check = () => ({ question: 'How many?', choices: ['One', 'Two'], answer: 1, explanation: 'Count.' })

export const engagementRows: RouteRows = {
  ...rowsOf('videos', videos),
  ...rowsOf('clips', clips),
  'get /api/videos/{id}/resume': videos,

  'get /api/me/history': { own: twoLines },
  'delete /api/me/history': {},
  'delete /api/me/history/{id}': {
    own: (world) => lineOf(world.me, world),
    foreign: (world) => lineOf(world.other, world),
  },
  'get /api/me/history/settings': {},
  'put /api/me/history/settings': { body: () => ({ isPaused: false }) },

  'get /api/topics/{id}/path': { own: topicWithPath, allPublic: 'topics belong to everybody' },
  'put /api/topics/{id}/order': {
    own: () => makeTopic(),
    allPublic: 'topics belong to everybody',
    body: () => ({ clipIds: [] }),
  },

  'get /api/clips/{id}/check': {
    own: async (world) => withCheck(await myClip(world)),
    foreign: async (world) => withCheck(await otherPrivateClip(world)),
  },
  'put /api/clips/{id}/check': { own: myClip, foreign: otherPrivateClip, visible: otherClip, body: check },
  'delete /api/clips/{id}/check': {
    own: async (world) => withCheck(await myClip(world)),
    foreign: otherPrivateClip,
    visible: otherClip,
  },
  'post /api/clips/{id}/check/answer': {
    own: async (world) => withCheck(await otherClip(world)),
    foreign: async (world) => withCheck(await otherPrivateClip(world)),
    body: () => ({ choice: 0 }),
  },
}

async function twoLines(world: World) {
  await lineOf(world.me, world)
  await lineOf(world.me, world)
  return {}
}
