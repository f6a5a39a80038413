import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { Types } from 'mongoose'
import { getObjectStore } from '#server/adapters/object-store/index'
import { createVideo } from '#server/videos/create-video'
import { Pack, type PackDocument } from '#server/videos/pack.model'
import { Video, type VideoDocument } from '#server/videos/video.model'
import { findBox } from '#server/transcoding/mp4-boxes'
import { readRendition } from '#server/transcoding/read-rendition'

const execute = promisify(execFile)

/** Stores a file as an original and makes its video, as a finished upload does. @returns the video's id */
export async function addVideo(path: string): Promise<string> {
  const uuid = randomUUID()
  const objectKey = `originals/${uuid}`
  await getObjectStore().putFile(objectKey, path, { contentType: 'application/octet-stream' })
  const video = await createVideo({
    uploadId: randomUUID(),
    uploaderId: new Types.ObjectId().toHexString(),
    title: basename(path),
    description: '',
    topic: null,
    visibility: 'public',
    source: {
      objectKey,
      filename: basename(path),
      sizeBytes: (await stat(path)).size,
      sha256: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    },
    uuid,
  })
  return video._id.toHexString()
}

export async function videoOf(videoId: string): Promise<VideoDocument> {
  return (await Video.findById(videoId).lean<VideoDocument>().orFail()) as VideoDocument
}

/** The pack that plays now. */
export async function packOf(videoId: string): Promise<PackDocument> {
  const { uuid, packRevision } = await videoOf(videoId)
  return (await Pack.findOne({ videoUuid: uuid, revision: packRevision }).lean<PackDocument>().orFail()) as PackDocument
} // prettier-ignore

export interface DecodedFacts {
  codec: string
  width: number
  height: number
  frames: number
  /** Composition time of the first picture: what a player sees, where ffprobe shifts by the deepest offset. */
  startTicks: number
}

/** What a decoder gets out of each rendition, by name; fails when anything in it cannot be decoded. */
export async function decodeRenditions(pack: PackDocument, folder: string): Promise<Record<string, DecodedFacts>> {
  const entries = pack.renditions.map(async (rendition) => {
    const path = join(folder, `${pack.revision}-${rendition.name}.mp4`)
    await readRendition(pack, rendition, path, AbortSignal.timeout(60_000))
    return [rendition.name, await decode(path)] as const
  })
  return Object.fromEntries(await Promise.all(entries))
} // prettier-ignore

async function decode(path: string): Promise<DecodedFacts> {
  const { stderr } = await execute('ffmpeg', ['-v', 'warning', '-xerror', '-i', path, '-f', 'null', '-'])
  if (stderr) throw new Error(`not clean: ${stderr}`)
  const { stdout } = await execute('ffprobe', [
    ...['-v', 'error', '-count_frames', '-print_format', 'json', '-show_streams', path],
  ])
  const { streams } = JSON.parse(stdout) as { streams: Record<string, string>[] }
  const first = streams.find((stream) => stream.codec_type === 'video') ?? streams[0]!
  return {
    codec: streams.map((stream) => stream.codec_name).join('+'),
    width: Number(first.width ?? 0),
    height: Number(first.height ?? 0),
    frames: Number(first.nb_read_frames),
    startTicks: firstPictureTicks(await readFile(path)),
  }
}

/** Decode time of the first fragment plus the composition offset of its first sample (ISO/IEC 14496-12, 8.8.8 and 8.8.12). */
function firstPictureTicks(bytes: Buffer): number {
  const moof = findBox(bytes, ['moof'], 0, bytes.length)!
  const [tfdt, trun] = ['tfdt', 'trun'].map((type) => findBox(bytes, ['traf', type], moof.start, moof.end)!)
  const decodeTime = bytes[tfdt!.start] === 1 ? Number(bytes.readBigUInt64BE(tfdt!.start + 4)) : bytes.readUInt32BE(tfdt!.start + 4)
  const flags = bytes.readUInt32BE(trun!.start) & 0xffffff
  if (!(flags & 0x800)) return decodeTime
  const before = [0x1, 0x4, 0x100, 0x200, 0x400].filter((flag) => flags & flag).length
  return decodeTime + bytes.readInt32BE(trun!.start + 8 + 4 * before)
} // prettier-ignore
