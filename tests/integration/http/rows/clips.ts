import type { RouteRows } from '../../../support/routes/row.ts'
import {
  makeClip,
  myClip,
  myVideo,
  otherClip,
  otherPrivateClip,
  otherPrivateVideo,
  otherVideo,
} from '../../../support/routes/things.ts'
import type { World } from '../../../support/routes/world.ts'

async function videoWithClips(world: World) {
  const video = await myVideo(world)
  await makeClip(world.me, video.id)
  await makeClip(world.me, video.id)
  return video
}

export const clipRows: RouteRows = {
  'get /api/clips': { queries: [{}, { topic: 'beekeeping' }] },
  'get /api/clips/{id}': { own: myClip, foreign: otherPrivateClip },
  'patch /api/clips/{id}': {
    own: myClip,
    foreign: otherPrivateClip,
    visible: otherClip,
    body: () => ({ startSeconds: 6, endSeconds: 12, title: 'It flies', description: '', topic: null }),
  },
  'delete /api/clips/{id}': { own: myClip, foreign: otherPrivateClip, visible: otherClip },
  'get /api/videos/{id}/clips': { own: videoWithClips, foreign: otherPrivateVideo },
  'post /api/videos/{id}/clips': {
    own: myVideo,
    foreign: otherPrivateVideo,
    visible: otherVideo,
    body: () => ({ startSeconds: 1, endSeconds: 9, title: 'A bee lands', description: 'Softly.' }),
  },
}
