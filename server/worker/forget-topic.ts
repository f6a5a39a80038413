import { Clip } from '../clips/clip.model.ts'
import { removeDismissalsOfSubject } from '../feed/remove-dismissals.ts'
import type { JobPayload } from '../jobs/catalog.ts'
import { Progress } from '../learning/progress.model.ts'
import { forgetAffinitiesTo, forgetSequencesOf } from '../recommendations/forget-topic.ts'
import { Video } from '../videos/video.model.ts'

/** Whatever names a topic that was deleted lets go of it. Cut anywhere, it is run again and ends the same. */
export async function forgetTopic(
  { topicId, combinedTopicName }: JobPayload<'forget-topic'>,
  signal?: AbortSignal,
): Promise<void> {
  for (const model of [Video, Clip, Progress] as const) {
    signal?.throwIfAborted()
    await clearTopic(model, topicId)
  }
  await removeDismissalsOfSubject(topicId)
  await forgetAffinitiesTo(topicId)
  await forgetSequencesOf(combinedTopicName, signal)
}

async function clearTopic(
  model: typeof Video | typeof Clip | typeof Progress,
  topicId: string,
): Promise<void> {
  await (model as typeof Video).updateMany({ topicId }, { $set: { topicId: null } })
}
