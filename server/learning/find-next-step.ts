import type { ClipView } from '#shared/clips'
import type { NextStepView } from '#shared/learning'
import type { Actor } from '../accounts/actor.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import {
  isSubtopicDone,
  nextSteps,
  reasonForNone,
  type NextStep as Candidate,
  type Step,
} from './next-step.ts'
import { findPathTopic, readPath, type Path } from './read-path.ts'

/** Tries: clips that were hidden a moment ago, or from this reader alone. */
const CANDIDATES = 20

/** What comes after a clip on the path of its topic. */
export async function findNextStep(actor: Actor, clip: ClipDocument): Promise<NextStepView> {
  const topic = clip.topicId && (await findPathTopic(clip.topicId))
  if (!topic) return { clip: null, reason: 'This clip stands on no learning path.', isSubtopicDone: false }
  return stepAfter(actor, await readPath(actor, topic._id), clip._id.toHexString())
}

/** @param after clip id, or null at the start of a visit */
async function stepAfter(actor: Actor, path: Path, after: string | null): Promise<NextStepView> {
  const ids = candidatesOf(path, after).map(({ clipId }) => clipId)
  const { clips, videos } = await readClipsWithVideos(actor, ids)
  const views = await presentClips(actor, clips.slice(0, 1), videos)
  return stepAmong(path, after, new Map(views.map((view) => [view.id, view])))
}

/**
 * The best step of those that this reader is shown.
 * @param views by clip id
 */
export function stepAmong(path: Path, after: string | null, views: Map<string, ClipView>): NextStepView {
  const steps = stepsOf(path)
  const next = candidatesOf(path, after).find(({ clipId }) => views.has(clipId))
  return {
    clip: next ? views.get(next.clipId)! : null,
    reason: next?.reason ?? reasonForNone(steps),
    isSubtopicDone: after !== null && isSubtopicDone(steps, after),
  }
}

/** The best steps, of which those that this reader may not see are passed over. */
export function candidatesOf(path: Path, after: string | null): Candidate[] {
  return nextSteps(stepsOf(path), after).slice(0, CANDIDATES)
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
