import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { keepSearchWords } from '../search-index/keep-search-words.ts'

/**
 * Collection `users`: the profile, which authenticates nobody. The data model's `password` and `comparePassword` are in
 * the SQL table `accounts` instead (`password_hash`, `verify-password.ts`).
 */
const userSchema = new Schema(
  {
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
    username: { type: String, required: true, unique: true },
    email: { type: String, required: true, unique: true },
    birthDate: { type: Date, default: null },
    registrationDate: { type: Date, required: true },
    lastLoginDate: { type: Date, default: null },
    profilePicture: { type: String, default: '' },
    onBoardingStatus: { type: String, default: 'new' },
    /** Always null: a code is known as an HMAC in SQL alone, and a profile exists only once its code was used. */
    emailVerificationCode: { type: Number, default: null },
    /** Follows the role of the SQL account, which decides. */
    isAdmin: { type: Boolean, default: false },
    bio: { type: String, default: '' },
    /** Bytes of the picture that `profilePicture` shows. */
    pictureKey: { type: String, default: '' },
    /** Pictures that are being stored, or are no longer shown: their bytes may still be there. */
    strayPictures: { type: [String], default: undefined },
    strayPicturesSince: Date,
    /** Only what differs from the defaults. */
    preferences: { type: Schema.Types.Mixed, default: {} },
    isHistoryPaused: { type: Boolean, default: false },
    /** Follows the rows in `engagements`. */
    followerCount: { type: Number, default: 0 },
    /** Changes of the counters that engagements are making right now (engagement/settle-change.ts). */
    pendingChanges: { type: [Schema.Types.ObjectId], default: undefined },
    lastDigestAt: Date,
  },
  { collection: 'users', strict: 'throw' },
)
// whose digest is due: the few who asked for one
userSchema.index({ 'preferences.emailDigest': 1, lastDigestAt: 1 }, { sparse: true })
keepSearchWords(userSchema, 'person')
userSchema.index({ followerCount: -1, _id: -1 })
userSchema.index({ strayPicturesSince: 1 }, { sparse: true })

export type UserDocument = InferSchemaType<typeof userSchema> & { _id: mongoose.Types.ObjectId }
export const User =
  (mongoose.models.User as Model<UserDocument>) ?? mongoose.model<UserDocument>('User', userSchema)
