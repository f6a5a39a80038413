import { buffer } from 'node:stream/consumers'
import type { CaptionTrackView } from '#shared/studio'
import { MAX_CUES } from '#shared/studio'
import { parseVtt } from '#shared/web-vtt'
import type { Actor } from '../accounts/actor.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { NotFound, Unprocessable } from '../errors.ts'
import { artworkRevision, type CaptionTrack } from './caption-track.ts'
import { getVideo } from './get-video.ts'

/** Hours of speech are some hundred kilobytes. */
const MAX_VTT_BYTES = 8 * 2 ** 20

/** @throws NotFound for a video that this actor may not know of, and for a language it has no captions in */
export async function getCaptions(actor: Actor, id: string, language: string): Promise<CaptionTrackView> {
  const video = await getVideo(actor, id)
  const track = video.captions.find((each) => each.language === language)
  if (!track) throw noCaptions()
  return {
    language,
    label: track.label,
    revision: artworkRevision(track.objectKey),
    cues: parseVtt(await readCaptions(track), MAX_CUES),
  } satisfies CaptionTrackView
}

export function noCaptions(): NotFound {
  return new NotFound('This video has no captions in this language.')
}

async function readCaptions({ objectKey }: CaptionTrack): Promise<string> {
  const info = await getObjectStore().stat(objectKey)
  if (!info) throw noCaptions()
  if (info.sizeBytes > MAX_VTT_BYTES) throw new Unprocessable('These captions are too long to be edited.')
  return (await buffer(await getObjectStore().read(objectKey))).toString('utf8')
}
