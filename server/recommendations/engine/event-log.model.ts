import mongoose, { Schema, type Model, type Types } from 'mongoose'

/** An item as the feed shows it, for the engine. Ids are 24 hex digits. */
export interface ItemFacts {
  kind: 'clip' | 'video'
  videoId: string
  creatorId: string
  /** Absent in older rows, as is the beginning of its description. */
  title?: string
  summary?: string
  topicId: string | null
  /** Of its video, as its creator chose it. */
  videoTopicId: string | null
  /** Seconds into its video, by which the parts of a video are in order. */
  startSeconds: number
  /** Place on the learning path of its topic; null where nobody gave one. */
  pathPosition: number | null
  durationSeconds: number
  publishedAt: Date
  isNsfw: boolean
  isSensitive: boolean
  /** Its bytes are not at hand at once. */
  isSlow: boolean
  /** Nowhere on the server at the moment. */
  isAway: boolean
}

export type Happening =
  | { kind: 'item'; targetId: string; item: ItemFacts }
  | { kind: 'gone'; targetId: string }
  /** Somebody is met for the first time, with the topics that they chose, the goal first. */
  | { kind: 'person'; userId: string; chosen: string[] }
  | { kind: 'watch'; userId: string; targetId: string; watch: WatchedPiece }
  | { kind: 'mark'; userId: string; targetId: string; mark: 'like' | 'dislike' | 'view' }
  /** What was learnt of a topic is to be forgotten. */
  | { kind: 'reset'; userId: string; topicId: string }

export interface WatchedPiece {
  /** Seconds into the item; null where nothing was shown. */
  piece: [from: number, to: number] | null
  isSkip: boolean
  isEnd: boolean
  isStart: boolean
  /** Why it stood in the queue of whoever watched it (packed-reason.ts); absent where it was found elsewhere. */
  reason?: string
}

/**
 * Collection `recommendation-events`: what the engine learnt from, in the order in which it learnt it. Whatever it knows
 * comes from here alone. The number is its place: who appends to what another appended to meanwhile is refused.
 */
export interface LoggedEvent {
  _id: number
  /** Of what it was made from: the same thing is not learnt twice. */
  key: string
  /** Taken in, never before the one in front of it. */
  at: Date
  userId?: Types.ObjectId
  happening: Happening
}

const schema = new Schema<LoggedEvent>(
  {
    _id: { type: Number, required: true },
    key: { type: String, required: true, unique: true },
    at: { type: Date, required: true },
    userId: Schema.Types.ObjectId,
    happening: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'recommendation-events', strict: 'throw', versionKey: false },
)
schema.index({ userId: 1, _id: 1 }, { sparse: true })

export const RecommendationEvent =
  (mongoose.models.RecommendationEvent as Model<LoggedEvent>) ??
  mongoose.model<LoggedEvent>('RecommendationEvent', schema)
