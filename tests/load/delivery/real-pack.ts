import { stat } from 'node:fs/promises'
import { createVideo } from '../../../server/videos/create-video.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import type { ByteRange } from '../../../server/adapters/object-store/port.ts'
import { encodeLadder } from '../../../server/transcoding/encode-ladder.ts'
import { publishPack } from '../../../server/videos/advance-video.ts'
import { Pack, type PackDocument } from '../../../server/videos/pack.model.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { createInput } from '../../support/videos.ts'

export interface RealPack {
  uuid: string
  revision: number
  objectKey: string
  /** Of every segment of every rendition, in the pack's order. */
  segments: ByteRange[]
}

/** Makes a video of the file with the ladder that every upload gets. */
export async function encodeRealPack(file: string, uploaderId: string): Promise<RealPack> {
  const input = await createInput(uploaderId)
  await getObjectStore().putFile(input.source.objectKey, file, { contentType: 'video/mp4' })
  input.source.sizeBytes = (await stat(file)).size
  const video = await createVideo(input)
  const videoId = video._id.toHexString()
  await encodeLadder(videoId, new AbortController().signal, async () => undefined)
  const { packRevision } = await Video.findById(videoId).lean<VideoDocument>().orFail()
  const pack = await Pack.findOne({ videoUuid: video.uuid, revision: packRevision })
    .lean<PackDocument>()
    .orFail()
  return {
    uuid: video.uuid,
    revision: pack.revision,
    objectKey: pack.objectKey,
    segments: segmentsOf(pack),
  }
}

/** Another video, private, whose index names the same object. */
export async function privateTwin(pack: RealPack, uploaderId: string): Promise<RealPack> {
  const video = await createVideo(await createInput(uploaderId, { visibility: 'private' }))
  const { _id, ...index } = await Pack.findOne({ videoUuid: pack.uuid, revision: pack.revision })
    .lean<PackDocument>()
    .orFail()
  const facts = { duration: 60, width: 1280, height: 720 }
  await publishPack(video._id.toHexString(), { ...index, videoUuid: video.uuid }, facts, 'ready')
  return { ...pack, uuid: video.uuid }
}

function segmentsOf(pack: PackDocument): ByteRange[] {
  return pack.renditions.flatMap((rendition) => {
    let start = rendition.offset + rendition.initBytes
    return rendition.segmentBytes.map((bytes) => {
      const range = { start, end: start + bytes - 1 }
      start += bytes
      return range
    })
  })
}
