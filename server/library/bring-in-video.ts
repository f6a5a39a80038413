import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { config } from '../config.ts'
import { Unavailable } from '../errors.ts'
import { createVideo, type CreateVideoInput } from '../videos/create-video.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

export type VideoToBringIn = Pick<
  CreateVideoInput,
  'title' | 'description' | 'topic' | 'visibility' | 'attribution'
> & {
  path: string
  ownerId: string
  /** The same key is the same video, however often it is brought in. */
  importKey: string
}

/**
 * Makes a video of a file on this machine, the way an upload becomes one: original into the object store, video, first
 * rendition asked for. Its UUID follows from the key, so a run that was cut leaves nothing that the next does not use.
 * @throws TooLarge as for an upload, Unavailable while the same video is being deleted
 */
export async function bringInVideo(input: VideoToBringIn): Promise<{ video: VideoDocument; isNew: boolean }> {
  const { path, ownerId, importKey, ...details } = input
  const known = await Video.findOne({ importKey }).lean<VideoDocument>()
  if (known?.deletedAt) {
    throw new Unavailable(`${known.title} is just being deleted. Try again in a minute.`)
  }
  if (known && known.state !== 'preparing') return { video: known, isNew: false }
  const uuid = uuidOf(importKey)
  const source = known ? known.source : await storeOriginal(path, `originals/${uuid}`)
  const video = await createVideo({
    ...details,
    uploadId: importKey,
    importKey,
    uploaderId: ownerId,
    uuid,
    source,
  })
  return { video, isNew: !known }
}

async function storeOriginal(path: string, objectKey: string): Promise<CreateVideoInput['source']> {
  const hash = createHash('sha256')
  async function* hashed() {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk)
      yield chunk
    }
  }
  const { sizeBytes } = await getObjectStore().put(objectKey, Readable.from(hashed()), {
    contentType: 'application/octet-stream',
    maxBytes: config().limits.uploadMaxBytes,
  })
  return { objectKey, filename: basename(path), sizeBytes, sha256: hash.digest('hex') }
}

/** A UUID of version 8 (RFC 9562, 5.8) made of the key's hash. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-') // prettier-ignore
}
