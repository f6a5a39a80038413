import type { PathStepClip } from '#shared/learning'
import type { Actor } from '../accounts/actor.ts'
import { onClipChange } from '../clips/clip-changes.ts'
import { clipPlaylistUrl, thumbnailUrl } from '../clips/clip-urls.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { knownThings } from '../known-things.ts'
import { readByIds } from '../plain-reads.ts'
import { watchableIds } from '../videos/watchable-ids.ts'

const FIELDS = {
  videoId: 1,
  title: 1,
  duration: 1,
  startSeconds: 1,
  endSeconds: 1,
  thumbnailSeconds: 1,
  hasCheck: 1,
  deletedAt: 1,
} as const
type StepDocument = Pick<ClipDocument, '_id' | keyof typeof FIELDS>

/** Kept only while every process's changes are heard; a while at most, in case something changes them without saying so. */
const steps = knownThings<PathStepClip>({
  entries: 5_000,
  keptMs: 30_000,
  read: readSteps,
  onlyWhileHearing: true,
})
onClipChange((clipId) => steps.forget(clipId))

/**
 * By id, those of these clips that the reader may see. A path lists hundreds: what a clip's own page shows besides is
 * neither read nor sent.
 */
export async function pathStepClips(
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, PathStepClip>> {
  if (ids.length === 0) return new Map()
  const found = await steps.find(ids)
  const watchable = await watchableIds(actor, [
    ...new Set(Array.from(found.values(), (step) => step.videoId)),
  ])
  return new Map([...found].filter(([, step]) => watchable.has(step.videoId)))
}

async function readSteps(ids: string[]): Promise<Map<string, PathStepClip>> {
  const clips = await readByIds<StepDocument>(Clip, ids, FIELDS)
  return new Map(
    clips.filter((clip) => !clip.deletedAt).map((clip) => [clip._id.toHexString(), presentStep(clip)]),
  )
}

function presentStep(clip: StepDocument): PathStepClip {
  const id = clip._id.toHexString()
  return {
    id,
    videoId: clip.videoId.toHexString(),
    title: clip.title,
    duration: clip.duration,
    startSeconds: clip.startSeconds,
    endSeconds: clip.endSeconds,
    thumbnailURL: thumbnailUrl(clip),
    clipURL: clipPlaylistUrl(id),
    hasCheck: clip.hasCheck ?? false,
  }
}
