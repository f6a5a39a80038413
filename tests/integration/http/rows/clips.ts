import { ClipExport } from '../../../../server/clips/clip-export.model.ts'
import { VideoSignals } from '../../../../server/videos/video-signals.model.ts'
import { Video } from '../../../../server/videos/video.model.ts'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import {
  makeClip,
  myClip,
  myVideo,
  otherClip,
  otherPrivateClip,
  otherPrivateVideo,
  otherVideo,
} from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'

async function videoWithClips(world: World) {
  const video = await myVideo(world)
  await makeClip(world.me, video.id)
  await makeClip(world.me, video.id)
  return video
}

async function analysedVideo(world: World) {
  const video = await videoWithClips(world)
  const nothing = { silences: [], blacks: [], energy: [], secondsPerEnergy: 1 }
  await VideoSignals.create({ _id: video.id, sceneCuts: [20, 50], ...nothing })
  await Video.updateOne({ _id: video.id }, { analysedAt: new Date(), duration: 90 })
  return video
}

async function exportOf(person: Person, videoId: string) {
  const { id: clipId } = await makeClip(person, videoId)
  const expiresAt = new Date(Date.now() + 60_000)
  const file = {
    clipId,
    videoId,
    userId: person.id,
    crop: 'none' as const,
    startSeconds: 5,
    endSeconds: 15,
    expiresAt,
  }
  const made = await ClipExport.create({ ...file, state: 'waiting' as const, createdAt: new Date() })
  return { id: made._id.toHexString() }
}

const myExport = async (world: World) => exportOf(world.me, (await myVideo(world)).id)
const otherExport = async (world: World) => exportOf(world.other, (await otherVideo(world)).id)
const mediaOf = (clip: (world: World) => Promise<{ id: string }>) => async (world: World) => ({
  id: (await clip(world)).id,
  file: 'master.m3u8',
})

const media: RouteRow = {
  own: mediaOf(myClip),
  foreign: mediaOf(otherPrivateClip),
  missing: { id: 'f'.repeat(24), file: 'master.m3u8' },
  answers: {
    status: 404,
    because: 'its video has no pack: tests/integration/clips plays real ones',
  },
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

  'get /api/videos/{id}/clip-suggestions': {
    own: analysedVideo,
    foreign: otherPrivateVideo,
    visible: otherVideo,
  },
  'post /api/clips/{id}/export': {
    own: myClip,
    foreign: otherPrivateClip,
    visible: otherClip,
    body: () => ({ crop: 'vertical', cropCentre: 0.3 }),
  },
  'get /api/clips/{id}/exports': { own: myClip, foreign: otherPrivateClip },
  'get /api/exports/{id}': { own: myExport, foreign: otherExport },
  'delete /api/exports/{id}': { own: myExport, foreign: otherExport },
  'get /api/exports/{id}/download': {
    own: myExport,
    foreign: otherExport,
    answers: { status: 404, because: 'it is not made yet: tests/integration/clips downloads real ones' },
  },
  'get /cdn/clips/{id}/{file}': media,
  'head /cdn/clips/{id}/{file}': media,
}
