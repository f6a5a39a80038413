import type { PathSubtopicView, PathView } from '#shared/learning'
import type { ClipView } from '#shared/clips'
import type { Actor } from '../accounts/actor.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import { presentTopic } from '../topics/find-topics.ts'
import { candidatesOf, stepAmong } from './find-next-step.ts'
import { isDone, leastLevel } from './mastery.ts'
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
  const steps = candidatesOf(path, null).map(({ clipId }) => clipId)
  const views = await viewsOf(actor, [...new Set([...shown, ...steps])])
  const subtopics = path.parts.map((part) => presentPart(part, path.progress, views, listed))
  return {
    topic: presentTopic(path.topic),
    subtopics,
    clipCount: sum(subtopics.map((subtopic) => subtopic.clipCount)),
    doneCount: sum(subtopics.map((subtopic) => subtopic.doneCount)),
    next: stepAmong(path, null, views),
  } satisfies PathView
}

async function viewsOf(actor: Actor, ids: string[]): Promise<Map<string, ClipView>> {
  const { clips, videos } = await readClipsWithVideos(actor, ids)
  const views = await presentClips(actor, clips, videos)
  return new Map(views.map((view) => [view.id, view]))
}

function presentPart(
  part: PathPart,
  progress: Path['progress'],
  views: Map<string, ClipView>,
  listed: number,
): PathSubtopicView {
  const first = part.clips.slice(0, listed)
  const clips = first.flatMap((each) => {
    const clip = views.get(idOf(each))
    const reached = progress.get(idOf(each))
    return clip ? [{ clip, level: reached?.level ?? null, share: reached?.share ?? 0 }] : []
  })
  // what this reader may not see is no step of theirs
  const steps = [...first.filter((each) => views.has(idOf(each))), ...part.clips.slice(listed)]
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
