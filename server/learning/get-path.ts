import type { PathSubtopicView, PathView } from '#shared/learning'
import type { ClipView } from '#shared/clips'
import type { Actor } from '../accounts/actor.ts'
import { presentClips } from '../clips/present-clips.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { presentTopic } from '../topics/find-topics.ts'
import { stepAmong } from './find-next-step.ts'
import { isDone, leastLevel } from './mastery.ts'
import { readPath, type Path, type PathPart } from './read-path.ts'

/**
 * A topic's learning path as this person stands on it: subtopics in prerequisite order, clips in order, what is next.
 * @throws NotFound
 */
export async function getPath(actor: Actor, topicId: string): Promise<PathView> {
  const path = await readPath(topicId, userIdOf(actor))
  const clips = await presentClips(
    actor,
    path.parts.flatMap((part) => part.clips),
  )
  const views = new Map(clips.map((clip) => [clip.id, clip]))
  const subtopics = path.parts.map((part) => presentPart(part, path.progress, views))
  return {
    topic: presentTopic(path.topic),
    subtopics,
    clipCount: sum(subtopics.map((subtopic) => subtopic.clipCount)),
    doneCount: sum(subtopics.map((subtopic) => subtopic.doneCount)),
    next: stepAmong(path, null, views),
  } satisfies PathView
}

function presentPart(
  part: PathPart,
  progress: Path['progress'],
  views: Map<string, ClipView>,
): PathSubtopicView {
  const clips = part.clips.flatMap((document) => {
    const clip = views.get(document._id.toHexString())
    const reached = progress.get(document._id.toHexString())
    return clip ? [{ clip, level: reached?.level ?? null, share: reached?.share ?? 0 }] : []
  })
  return {
    topic: presentTopic(part.topic),
    clips,
    // what this reader may not see is no step of theirs
    clipCount: part.clipCount - (part.clips.length - clips.length),
    doneCount: clips.filter(({ level }) => isDone(level)).length,
    level: leastLevel(clips.map(({ level }) => level)),
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
