import { trusted, type Types } from 'mongoose'
import { announceChange } from '../changes.ts'
import { VideoAffinity } from '../videos/video-affinity.model.ts'
import { Recommendation } from './recommendation.model.ts'
import { UserAffinity } from './user-affinity.model.ts'

/** A topic that was deleted leaves all weights and pins; running it again changes nothing. */
export async function forgetAffinitiesTo(topicId: string): Promise<void> {
  const weight = `affinities.${topicId}`
  const hasWeight = { [weight]: trusted({ $exists: true }) }
  await VideoAffinity.updateMany(hasWeight, { $unset: { [weight]: 1 } })
  await UserAffinity.updateMany(hasWeight, { $unset: { [weight]: 1 } })
  await UserAffinity.updateMany({ pinned: topicId }, { $pull: { pinned: topicId } })
  await UserAffinity.updateMany({ muted: topicId }, { $pull: { muted: topicId } })
}

const ROWS_A_STEP = 500

/** Sequences of a topic that was deleted. No index has their names, so the rows are walked in the order of their ids. */
export async function forgetSequencesOf(combinedTopicName: string, signal?: AbortSignal): Promise<void> {
  const sequence = `topicSequences.${combinedTopicName}`
  let after: Types.ObjectId | null = null
  do {
    signal?.throwIfAborted()
    const rows: { _id: Types.ObjectId }[] = await Recommendation.find(
      after ? { _id: trusted({ $gt: after }) } : {},
      { _id: 1 },
    )
      .sort({ _id: 1 })
      .limit(ROWS_A_STEP)
      .lean()
    const ids = rows.map((row) => row._id)
    if (ids.length > 0) {
      await Recommendation.updateMany({ _id: trusted({ $in: ids }) }, { $unset: { [sequence]: 1 } })
    }
    after = rows.length === ROWS_A_STEP ? (ids.at(-1) ?? null) : null
  } while (after)
  announceChange('queues', { userIds: null })
}
