import { z } from 'zod'
import { Id } from '#shared/common'
import { CombinedTopicName } from '#shared/topics'

interface JobEntry {
  payload: z.ZodType
  /** Two payloads with one key are the same work. */
  key?: (payload: never) => string
  priority: number
  /** Tries, deaths of the worker counted too: a restart must not use up a good video, a poisonous one must end. */
  maxAttempts: number
  leaseSeconds: number
}

const VideoPayload = z.strictObject({ videoId: Id })
const ClipPayload = z.strictObject({ clipId: Id })
const perVideo = (name: string) => (payload: z.infer<typeof VideoPayload>) => `${name}:${payload.videoId}`

/** Every job: its payload (ids only), key, priority and patience. Who does the work is known to worker/handlers alone. */
export const JOBS = {
  /** Upload is complete: hash, inflate, store the original, make the video. */
  'finish-upload': {
    payload: z.strictObject({ uploadId: z.string() }),
    key: (payload: { uploadId: string }) => `finish-upload:${payload.uploadId}`,
    priority: 30,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Probe and publish the first playable rendition. */
  'publish-first': {
    payload: VideoPayload,
    key: perVideo('publish-first'),
    priority: 20,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** The whole ladder, then the final pack. */
  'encode-ladder': {
    payload: VideoPayload,
    key: perVideo('encode-ladder'),
    priority: 0,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Poster, storyboard, preview, captions. */
  'make-artwork': {
    payload: VideoPayload,
    key: perVideo('make-artwork'),
    priority: 10,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Raw or intra-only originals: a smaller lossless form, kept only when every frame is equal. */
  'compress-original': {
    payload: VideoPayload,
    key: perVideo('compress-original'),
    priority: -10,
    maxAttempts: 3,
    leaseSeconds: 15,
  },
  /** Scene cuts, silences and loudness, for the timeline and for suggested clips. */
  'analyse-video': {
    payload: VideoPayload,
    key: perVideo('analyse-video'),
    priority: -8,
    maxAttempts: 5,
    leaseSeconds: 15,
  },
  /** The early pack goes once nobody can still be playing it. */
  'remove-early-pack': {
    payload: VideoPayload,
    key: perVideo('remove-early-pack'),
    priority: -5,
    maxAttempts: 5,
    leaseSeconds: 15,
  },
  /** Removes the bytes and records of a deleted video. */
  'remove-video': {
    payload: VideoPayload,
    key: perVideo('remove-video'),
    priority: 5,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Lists of clips follow what happened to their video. */
  'sync-clips': {
    payload: VideoPayload,
    key: perVideo('sync-clips'),
    priority: 15,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Clips of an import, once their video can be played. */
  'make-planned-clips': {
    payload: VideoPayload,
    key: perVideo('make-planned-clips'),
    priority: 4,
    maxAttempts: 8,
    leaseSeconds: 30,
  },
  /** A frame of the clip as its picture. */
  'make-clip-thumbnail': {
    payload: ClipPayload,
    key: ({ clipId }: { clipId: string }) => `make-clip-thumbnail:${clipId}`,
    priority: 12,
    maxAttempts: 5,
    leaseSeconds: 15,
  },
  /** The frame that its creator chose as the picture of a video. */
  'make-video-thumbnail': {
    payload: VideoPayload,
    key: perVideo('make-video-thumbnail'),
    priority: 14,
    maxAttempts: 4,
    leaseSeconds: 15,
  },
  /** Removes what belongs to a deleted clip. */
  'remove-clip': {
    payload: ClipPayload,
    key: ({ clipId }: { clipId: string }) => `remove-clip:${clipId}`,
    priority: 5,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Makes what is said in the captions findable. */
  'index-captions': {
    payload: VideoPayload,
    key: perVideo('index-captions'),
    priority: -5,
    maxAttempts: 8,
    leaseSeconds: 30,
  },
  /** Gives words to what has none to be found by. */
  'reindex-search': {
    payload: z.strictObject({}),
    key: () => 'reindex-search',
    priority: -10,
    maxAttempts: 3,
    leaseSeconds: 30,
  },
  /** A topic was deleted: whatever names it lets go of it. */
  'forget-topic': {
    payload: z.strictObject({ topicId: Id, combinedTopicName: CombinedTopicName }),
    key: (payload: { topicId: string }) => `forget-topic:${payload.topicId}`,
    priority: 5,
    maxAttempts: 8,
    leaseSeconds: 30,
  },
  /** Puts everything of one person into a zip. */
  'export-data': {
    payload: z.strictObject({ exportId: Id }),
    key: (payload: { exportId: string }) => `export-data:${payload.exportId}`,
    priority: 0,
    maxAttempts: 5,
    leaseSeconds: 30,
  },
  /** Removes everything of somebody who deleted their account. */
  'erase-account': {
    payload: z.strictObject({ userId: Id }),
    key: (payload: { userId: string }) => `erase-account:${payload.userId}`,
    priority: 15,
    maxAttempts: 20,
    leaseSeconds: 30,
  },
  /** A clip as a file. */
  'export-clip': {
    payload: z.strictObject({ exportId: Id }),
    key: ({ exportId }: { exportId: string }) => `export-clip:${exportId}`,
    priority: 8,
    maxAttempts: 4,
    leaseSeconds: 15,
  },
  /** Somebody wants to watch a video that sank: back to RELIVE. */
  'restore-video': {
    payload: VideoPayload,
    key: perVideo('restore-video'),
    priority: 18,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** Writes collections, moves them to the cold store, and lets go of those whose time is over. */
  'move-collections': {
    payload: z.strictObject({}),
    key: () => 'move-collections',
    priority: -6,
    maxAttempts: 3,
    leaseSeconds: 30,
  },
  /** Makes the demo videos and brings them in. */
  'add-demo': {
    payload: z.strictObject({}),
    key: () => 'add-demo',
    priority: 5,
    maxAttempts: 8,
    leaseSeconds: 15,
  },
  /** What players reported goes into the creators' figures. */
  'count-watching': {
    payload: z.strictObject({}),
    key: () => 'count-watching',
    priority: 0,
    maxAttempts: 1,
    leaseSeconds: 30,
  },
  /** Mails the notifications that people did not read, to those who asked for it and whose day or week is over. */
  'send-digests': {
    payload: z.strictObject({}),
    key: () => 'send-digests',
    priority: -5,
    maxAttempts: 1,
    leaseSeconds: 60,
  },
  /** Looks again at the videos whose time has come: where each should lie. */
  'review-tiers': {
    payload: z.strictObject({}),
    key: () => 'review-tiers',
    priority: -5,
    maxAttempts: 1,
    leaseSeconds: 60,
  },
  /** Writes down what lies in which tier. */
  'sample-tiers': {
    payload: z.strictObject({}),
    key: () => 'sample-tiers',
    priority: -10,
    maxAttempts: 1,
    leaseSeconds: 60,
  },
  /** Works out what the rules of the tiers will do in the next months. */
  'forecast-tiers': {
    payload: z.strictObject({}),
    key: () => 'forecast-tiers',
    priority: -5,
    maxAttempts: 2,
    leaseSeconds: 60,
  },
  /** Plays the log of the recommendations again by other rules. */
  'replay-recommendations': {
    payload: z.strictObject({}),
    key: () => 'replay-recommendations',
    priority: -8,
    maxAttempts: 2,
    leaseSeconds: 60,
  },
  /** Finishes what a killed process left: uploads without a video, videos without a job. */
  reconcile: {
    payload: z.strictObject({}),
    key: () => 'reconcile',
    priority: 25,
    maxAttempts: 1,
    leaseSeconds: 30,
  },
  /** Removes uploads that rested too long, and sessions and codes that ended. */
  'sweep-expired': {
    payload: z.strictObject({}),
    key: () => 'sweep-expired',
    priority: -5,
    maxAttempts: 1,
    leaseSeconds: 60,
  },
} as const satisfies Record<string, JobEntry>

export type JobName = keyof typeof JOBS
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['payload']>
