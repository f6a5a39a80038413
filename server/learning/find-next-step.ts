import type { NextStepView } from '#shared/learning'
import type { Actor } from '../accounts/actor.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import { isSubtopicDone, nextSteps, reasonForNone, type Step } from './next-step.ts'
import { findPathTopic, readPath, type Path } from './read-path.ts'

/** Tries: clips that were hidden a moment ago, or from this reader alone. */
const CANDIDATES = 20

/** What comes after a clip on the path of its topic. */
export async function findNextStep(actor: Actor, clip: ClipDocument): Promise<NextStepView> {
  const topic = clip.topicId && (await findPathTopic(clip.topicId))
  if (!topic) return { clip: null, reason: 'This clip stands on no learning path.', isSubtopicDone: false }
  return stepAfter(actor, await readPath(actor, topic._id), clip._id.toHexString())
}

/**
 * The best step of those that this reader is shown.
 * @param after clip id, or null at the start of a visit
 */
export async function stepAfter(actor: Actor, path: Path, after: string | null): Promise<NextStepView> {
  const steps = stepsOf(path)
  const candidates = nextSteps(steps, after).slice(0, CANDIDATES)
  const { clips, videos } = await readClipsWithVideos(
    actor,
    candidates.map(({ clipId }) => clipId),
  )
  const [view] = await presentClips(actor, clips.slice(0, 1), videos)
  return {
    clip: view ?? null,
    reason: candidates.find(({ clipId }) => clipId === view?.id)?.reason ?? reasonForNone(steps),
    isSubtopicDone: after !== null && isSubtopicDone(steps, after),
  }
}

function stepsOf({ parts, progress }: Path): Step[] {
  return parts.flatMap(({ topic, clips }) =>
    clips.map((clip) => {
      const reached = progress.get(clip._id.toHexString())
      return {
        clipId: clip._id.toHexString(),
        subtopic: topic.subTopicName ?? topic.topicName,
        level: reached?.level ?? null,
        share: reached?.share ?? 0,
      }
    }),
  )
}
