import { randomUUID } from 'node:crypto'
import { Video } from '../../../../server/videos/video.model.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import {
  makeTopic,
  myUpload,
  myVideo,
  otherPrivateVideo,
  otherUpload,
  otherVideo,
} from '../../../support/routes/things.ts'

const TUS = { 'tus-resumable': '1.0.0' }
const uploadMissing = '0'.repeat(32)

async function playlistOf({ id }: { id: string }) {
  const video = await Video.findById(id).lean()
  return { uuid: video!.uuid, file: 'master.m3u8' }
}
const notPacked = {
  status: 404,
  because: 'this video has no pack: tests/integration/delivery plays real ones',
}

export const videoRows: RouteRows = {
  'get /api/videos': {
    queries: [
      {},
      { owner: 'mine' },
      { topic: 'beekeeping' },
      { owner: 'mine', q: 'bees spr', sort: 'views' },
      { owner: 'mine', sort: 'oldest', topic: 'beekeeping' },
    ],
  },
  'get /api/videos/{id}': { own: myVideo, foreign: otherPrivateVideo },
  'patch /api/videos/{id}': {
    own: myVideo,
    foreign: otherPrivateVideo,
    visible: otherVideo,
    body: () => ({ title: 'Bees in autumn', description: 'They rest.', topic: null, isNsfw: false }),
  },
  'delete /api/videos/{id}': { own: myVideo, foreign: otherPrivateVideo, visible: otherVideo },
  'get /api/videos/{id}/status': { own: myVideo, foreign: otherPrivateVideo },

  'get /api/topics': {},
  'post /api/topics': {
    body: () => ({
      combinedTopicName: `bees-${randomUUID().slice(0, 8)}`,
      topicName: 'Bees',
      description: '',
    }),
  },
  'get /api/topics/{id}': { own: () => makeTopic(), allPublic: 'topics belong to everybody' },
  'patch /api/topics/{id}': {
    own: () => makeTopic(),
    allPublic: 'topics belong to everybody',
    body: () => ({ topicName: 'Bees', description: 'Of all kinds.' }),
  },
  'delete /api/topics/{id}': { own: () => makeTopic(), allPublic: 'topics belong to everybody' },

  'options /api/uploads': { as: 'nobody', headers: TUS },
  'options /api/uploads/{id}': {
    as: 'nobody',
    headers: TUS,
    own: myUpload,
    allPublic: 'says what the server can do, of no upload',
    refuses: { missing: 'says what the server can do, of no upload' },
  },
  'get /api/uploads': {},
  'post /api/uploads': {
    headers: { ...TUS, 'upload-length': '10', 'upload-metadata': `filename ${btoa('bees.mp4')}` },
  },
  'post /api/uploads/preflight': { body: () => ({ filename: 'bees.mp4', sizeBytes: 1000 }) },
  'get /api/uploads/{id}': { own: myUpload, foreign: otherUpload, missing: { id: uploadMissing } },
  'head /api/uploads/{id}': {
    own: myUpload,
    foreign: otherUpload,
    missing: { id: uploadMissing },
    headers: TUS,
    answers: {
      status: 410,
      because: 'no bytes of it are here: tests/integration/uploads-tus sends real ones',
    },
  },
  'patch /api/uploads/{id}': {
    own: myUpload,
    foreign: otherUpload,
    missing: { id: uploadMissing },
    headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    answers: {
      status: 410,
      because: 'no bytes of it are here: tests/integration/uploads-tus sends real ones',
    },
  },
  'delete /api/uploads/{id}': {
    own: myUpload,
    foreign: otherUpload,
    missing: { id: uploadMissing },
    headers: TUS,
  },
  'put /api/uploads/{id}/details': {
    own: myUpload,
    foreign: otherUpload,
    missing: { id: uploadMissing },
    body: () => ({ title: 'Bees', description: '', topic: null, visibility: 'private' }),
  },

  'get /cdn/{uuid}/{file}': {
    own: async (world) => playlistOf(await myVideo(world)),
    foreign: async (world) => playlistOf(await otherPrivateVideo(world)),
    missing: { uuid: randomUUID(), file: 'master.m3u8' },
    answers: notPacked,
  },
  'head /cdn/{uuid}/{file}': {
    own: async (world) => playlistOf(await myVideo(world)),
    foreign: async (world) => playlistOf(await otherPrivateVideo(world)),
    missing: { uuid: randomUUID(), file: 'master.m3u8' },
    answers: notPacked,
  },
}
