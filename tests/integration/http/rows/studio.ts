import { putCaptions } from '../../../../server/videos/put-captions.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import {
  myClip,
  myVideo,
  otherPrivateClip,
  otherPrivateVideo,
  otherVideo,
} from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'
import { userActor } from '../../../support/videos.ts'

const CAPTIONS = { label: 'English', vtt: 'WEBVTT\n\n00:01.000 --> 00:02.000\nThey dance.\n' }
type MakeVideo = (world: World) => Promise<{ id: string }>

/** A video with English captions. */
function captioned(make: MakeVideo, ownerOf: (world: World) => Person) {
  return async (world: World) => {
    const { id } = await make(world)
    await putCaptions(userActor('viewer', ownerOf(world).id), id, 'en', CAPTIONS)
    return { id, language: 'en' }
  }
}
const mine = captioned(myVideo, ({ me }) => me)
const hidden = captioned(otherPrivateVideo, ({ other }) => other)
const visible = captioned(otherVideo, ({ other }) => other)
const missing = { id: 'f'.repeat(24), language: 'en' }

/** What a creator does in the studio beside the timeline. */
export const studioRows: RouteRows = {
  'patch /api/videos': {
    body: async (world) => ({
      ids: [(await myVideo(world)).id, (await otherVideo(world)).id],
      change: { visibility: 'private', topic: null, isNsfw: true },
    }),
  },
  'post /api/videos/delete': {
    body: async (world) => ({ ids: [(await myVideo(world)).id, (await otherPrivateVideo(world)).id] }),
  },
  'get /api/me/reach': { queries: [{ ids: `${'a'.repeat(24)},${'b'.repeat(24)}` }] },
  'get /api/me/analytics': {},
  'get /api/videos/{id}/captions/{language}': { own: mine, foreign: hidden, missing },
  'put /api/videos/{id}/captions/{language}': {
    own: async (world) => ({ ...(await myVideo(world)), language: 'en' }),
    foreign: hidden,
    visible,
    missing,
    body: () => CAPTIONS,
  },
  'delete /api/videos/{id}/captions/{language}': { own: mine, foreign: hidden, visible, missing },
  'put /api/videos/{id}/thumbnail': {
    own: myVideo,
    foreign: otherPrivateVideo,
    visible: otherVideo,
    body: () => ({ seconds: 5 }),
  },
  'put /api/videos/{id}/thumbnail/picture': {
    own: myVideo,
    foreign: otherPrivateVideo,
    visible: otherVideo,
    answers: {
      status: 422,
      because: 'no picture is sent: tests/integration/videos/thumbnail sends real ones',
    },
  },
  'get /api/videos/{id}/analytics': { own: myVideo, foreign: otherPrivateVideo },
  'get /api/clips/{id}/analytics': { own: myClip, foreign: otherPrivateClip },
}
