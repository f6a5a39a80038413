import { trusted } from 'mongoose'
import { VideoAffinity } from './video-affinity.model.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** How much a video aligns with the topic that its creator chose. */
const CREATOR_AFFINITY = 1
const MAX_TRIES = 5

/**
 * Brings a video's row of affinities to the topic that its creator chose: that one weighs 1, the one chosen before
 * leaves. Other weights stay. Two at once, or one that is run again, end at the topic that the video has.
 */
export async function settleTopic(videoId: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const video = await Video.findById(videoId).lean<VideoDocument>()
    if (!video || video.deletedAt) return removeVideoAffinitiesOf(videoId)
    await followTopic(video)
    if (!video.topicUnsettledSince) return
    const settled = await Video.updateOne(
      { _id: videoId, topicId: video.topicId, topicUnsettledSince: video.topicUnsettledSince },
      { $unset: { topicUnsettledSince: 1 } },
    )
    // otherwise the topic was changed again meanwhile; the reconciler takes what is left after the tries
    if (settled.matchedCount === 1) return
  }
}

/** What a kill left between a topic and its affinity; the oldest first. */
export async function reconcileTopics(olderThan = new Date(Date.now() - 30_000)): Promise<void> {
  const unsettled = await Video.find({ topicUnsettledSince: trusted({ $lt: olderThan }) }, { _id: 1 })
    .sort({ topicUnsettledSince: 1 })
    .limit(200)
    .lean()
  for (const video of unsettled) await settleTopic(video._id.toHexString())
}

export async function removeVideoAffinitiesOf(videoId: string): Promise<void> {
  await VideoAffinity.deleteOne({ videoId })
}

async function followTopic({ _id, topicId }: VideoDocument): Promise<void> {
  const row = await VideoAffinity.findOneAndUpdate(
    { videoId: _id },
    { $setOnInsert: { affinities: {} } },
    { upsert: true, returnDocument: 'after' },
  ).lean<{ creatorTopicId?: VideoDocument['topicId'] }>()
  const before = row?.creatorTopicId ?? null
  if (String(before) === String(topicId) && before !== null) return
  await VideoAffinity.updateOne(
    { videoId: _id, creatorTopicId: before },
    {
      $set: {
        creatorTopicId: topicId ?? null,
        ...(topicId && { [`affinities.${topicId.toHexString()}`]: CREATOR_AFFINITY }),
      },
      ...(before && { $unset: { [`affinities.${before.toHexString()}`]: 1 } }),
    },
  )
}
