import type { PathStepClip, PathSubtopicView, PathView } from '#shared/learning'
import type { Actor } from '../accounts/actor.ts'
import { presentTopic } from '../topics/find-topics.ts'
import { stepAfter } from './find-next-step.ts'
import { isDone, leastLevel } from './mastery.ts'
import { pathStepClips } from './path-step-clips.ts'
import { MAX_CLIPS, readPath, type Path, type PathClip, type PathPart } from './read-path.ts'

/** Of all subtopics together, though some of each: who wants more of one looks at the path of that one. */
const LISTED_CLIPS = 240
const LEAST_LISTED = 20

/**
 * A topic's learning path as this person stands on it: subtopics in prerequisite order, clips in order, what is next.
 * @throws NotFound
 */
export async function getPath(actor: Actor, topicId: string): Promise<PathView> {
  const path = await readPath(actor, topicId)
  const listed = Math.min(MAX_CLIPS, Math.max(LEAST_LISTED, Math.floor(LISTED_CLIPS / path.parts.length)))
  const shown = path.parts.flatMap((part) => part.clips.slice(0, listed).map(idOf))
  const [clips, next] = await Promise.all([pathStepClips(actor, shown), stepAfter(actor, path, null)])
  const subtopics = path.parts.map((part) => presentPart(part, path.progress, clips, listed))
  return {
    topic: presentTopic(path.topic),
    subtopics,
    clipCount: sum(subtopics.map((subtopic) => subtopic.clipCount)),
    doneCount: sum(subtopics.map((subtopic) => subtopic.doneCount)),
    next,
  } satisfies PathView
}

function presentPart(
  part: PathPart,
  progress: Path['progress'],
  shown: Map<string, PathStepClip>,
  listed: number,
): PathSubtopicView {
  const first = part.clips.slice(0, listed)
  const clips = first.flatMap((each) => {
    const clip = shown.get(idOf(each))
    const reached = progress.get(idOf(each))
    return clip ? [{ clip, level: reached?.level ?? null, share: reached?.share ?? 0 }] : []
  })
  // what this reader may not see is no step of theirs
  const steps = [...first.filter((each) => shown.has(idOf(each))), ...part.clips.slice(listed)]
  const levels = steps.map((each) => progress.get(idOf(each))?.level ?? null)
  return {
    topic: presentTopic(part.topic),
    clips,
    clipCount: part.clipCount - (first.length - clips.length),
    doneCount: levels.filter(isDone).length,
    level: leastLevel(levels),
  }
}

function idOf({ _id }: PathClip): string {
  return _id.toHexString()
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
