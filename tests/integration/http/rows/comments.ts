import { COMMENT_SORTS } from '#shared/comment-rules'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import {
  commentOnPrivateVideo,
  makeClip,
  makeComment,
  myComment,
  otherPrivateClip,
  otherPrivateVideo,
  otherVideo,
} from '../../../support/routes/things.ts'
import type { World } from '../../../support/routes/world.ts'

const said = { body: () => ({ text: 'How they dance!' }) }

async function talkedAboutVideo(world: World) {
  const video = await otherVideo(world)
  await makeComment(world.me, video.id)
  await makeComment(world.other, video.id)
  return video
}

async function talkedAboutClip(world: World) {
  const video = await otherVideo(world)
  const clip = await makeClip(world.other, video.id)
  await makeComment(world.me, video.id, { clipId: clip.id })
  await makeComment(world.other, video.id, { clipId: clip.id })
  return clip
}

async function answeredComment(world: World) {
  const video = await otherVideo(world)
  const comment = await makeComment(world.other, video.id, { replyCount: 2 })
  await makeComment(world.me, video.id, { parentId: comment.id, isReply: true })
  await makeComment(world.other, video.id, { parentId: comment.id, isReply: true })
  return comment
}

async function othersComment(world: World) {
  return makeComment(world.other, (await otherVideo(world)).id)
}

const sorts = COMMENT_SORTS.map((sort) => ({ sort }))
const ofComment: RouteRow = { own: answeredComment, foreign: commentOnPrivateVideo }
const ofMyComment: RouteRow = { own: myComment, foreign: commentOnPrivateVideo, visible: othersComment }

export const commentRows: RouteRows = {
  'get /api/videos/{id}/comments': { own: talkedAboutVideo, foreign: otherPrivateVideo, queries: sorts },
  'post /api/videos/{id}/comments': { own: otherVideo, foreign: otherPrivateVideo, ...said },
  'get /api/clips/{id}/comments': { own: talkedAboutClip, foreign: otherPrivateClip, queries: sorts },
  'post /api/clips/{id}/comments': { own: talkedAboutClip, foreign: otherPrivateClip, ...said },
  'get /api/comments/{id}': ofComment,
  'get /api/comments/{id}/replies': ofComment,
  'post /api/comments/{id}/replies': { ...ofComment, ...said },
  'patch /api/comments/{id}': { ...ofMyComment, ...said },
  'delete /api/comments/{id}': ofMyComment,
  'post /api/comments/{id}/like': ofComment,
  'delete /api/comments/{id}/like': ofComment,
}
