import { createHash } from 'node:crypto'
import { Types, trusted } from 'mongoose'
import { wordsOf } from '#shared/search-words'
import { enqueue } from '../jobs/enqueue.ts'
import { learnWords } from '../search-index/learn-words.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { readCaptions } from '../videos/read-captions.ts'
import { CaptionSegment, type CaptionSegmentDocument } from './caption-segment.model.ts'
import { removeCaptionSegmentsOf } from './remove-caption-segments.ts'

const MAX_WORDS = 48
const SEGMENTS_A_WRITE = 1000

/**
 * Makes what is said in a video's captions findable. Segments are named by video, language and place, so that running
 * it again, or twice at once, ends at the same ones.
 */
export async function indexCaptions(videoId: string, signal?: AbortSignal): Promise<void> {
  const video = await Video.findById(videoId).lean<VideoDocument>()
  await removeCaptionSegmentsOf(videoId)
  if (!video || video.deletedAt) return
  for (const { language, objectKey } of video.captions) {
    signal?.throwIfAborted()
    await writeSegments(await readSegments(video, language, objectKey), signal)
  }
  await Video.updateOne(
    { _id: videoId, captionsUnindexedSince: trusted({ $lte: video.captionsUnindexedSince ?? new Date(0) }) },
    { $unset: { captionsUnindexedSince: 1 } },
  )
  const isGone = !(await Video.exists({ _id: videoId, deletedAt: null }))
  if (isGone) await removeCaptionSegmentsOf(videoId)
}

/** Asks again for videos whose captions came while this could not be asked for. */
export async function reconcileCaptions(olderThan = new Date(Date.now() - 30_000)): Promise<void> {
  const videos = await Video.find({ captionsUnindexedSince: trusted({ $lt: olderThan }) }, { _id: 1 })
    .sort({ captionsUnindexedSince: 1 })
    .limit(200)
    .lean()
  for (const video of videos) await enqueue('index-captions', { videoId: video._id.toHexString() })
}

async function readSegments(
  video: VideoDocument,
  language: string,
  objectKey: string,
): Promise<CaptionSegmentDocument[]> {
  const cues = await readCaptions(objectKey)
  return cues.map((cue, index) => ({
    _id: segmentId(video._id, objectKey, index),
    videoId: video._id,
    language,
    ...cue,
    searchTitle: wordsOf(cue.text, MAX_WORDS),
  }))
}

async function writeSegments(segments: CaptionSegmentDocument[], signal?: AbortSignal): Promise<void> {
  const uses = new Map<string, number>()
  for (const word of segments.flatMap(({ searchTitle }) => searchTitle))
    uses.set(word, (uses.get(word) ?? 0) + 1)
  await learnWords('caption', uses)
  for (let from = 0; from < segments.length; from += SEGMENTS_A_WRITE) {
    signal?.throwIfAborted()
    await CaptionSegment.bulkWrite(
      segments.slice(from, from + SEGMENTS_A_WRITE).map(({ _id, ...segment }) => ({
        replaceOne: { filter: { _id }, replacement: segment, upsert: true },
      })),
      { ordered: false },
    )
  }
}

/**
 * Newer videos have greater ids, and of one track the first cue the greatest: the order that results come in. The
 * video's seconds (4 bytes), its track (5), what is left to the end (3).
 */
function segmentId(videoId: Types.ObjectId, objectKey: string, index: number): Types.ObjectId {
  const seconds = videoId.toHexString().slice(0, 8)
  const track = createHash('sha256')
    .update(`${videoId.toHexString()} ${objectKey}`)
    .digest('hex')
    .slice(0, 10)
  return new Types.ObjectId(seconds + track + (0xffffff - index).toString(16).padStart(6, '0'))
}
