import mongoose, { Schema, type Model } from 'mongoose'

export const STORED_ROLES = ['pack', 'original'] as const
/** What of a video sinks: the pack that people play, and the original that it was made from. Pictures stay. */
export type StoredRole = (typeof STORED_ROLES)[number]

/** One object of a video inside a collection (vgz/format.ts); dead once it was restored, deleted or written anew. */
export interface CollectionMemberDocument {
  _id: mongoose.Types.ObjectId
  collectionId: mongoose.Types.ObjectId
  videoId: mongoose.Types.ObjectId
  creatorId: mongoose.Types.ObjectId
  role: StoredRole
  /** Where it lay in the object store, and is restored to. */
  objectKey: string
  sizeBytes: number
  sha256: string
  offset: number
  level: number
  /** Little-endian u32 each. */
  blockBytes: Buffer
  blockHashes: Buffer
  deadAt: Date | null
  /** Its video was deleted: its bytes are not to lie there until the collection goes by itself. */
  isErased: boolean
}

const schema = new Schema<CollectionMemberDocument>(
  {
    collectionId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    creatorId: { type: Schema.Types.ObjectId, required: true },
    role: { type: String, enum: STORED_ROLES, required: true },
    objectKey: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    offset: { type: Number, required: true },
    level: { type: Number, required: true },
    blockBytes: { type: Buffer, required: true },
    blockHashes: { type: Buffer, required: true },
    deadAt: { type: Date, default: null },
    isErased: { type: Boolean, default: false },
  },
  { collection: 'collection-members', strict: 'throw', versionKey: false },
)
schema.index({ collectionId: 1, deadAt: 1, creatorId: 1 })
schema.index({ videoId: 1, deadAt: 1 })
schema.index({ collectionId: 1, isErased: 1 })
schema.index({ isErased: 1, collectionId: 1 }, { partialFilterExpression: { isErased: true } })

export const CollectionMember =
  (mongoose.models.CollectionMember as Model<CollectionMemberDocument>) ??
  mongoose.model<CollectionMemberDocument>('CollectionMember', schema)
