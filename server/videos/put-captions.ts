import { randomUUID } from 'node:crypto'
import { trusted } from 'mongoose'
import type { CaptionTrackView, PutCaptionsBody } from '#shared/studio'
import { serializeVtt } from '#shared/web-vtt'
import type { Actor } from '../accounts/actor.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { record } from '../audit/record.ts'
import { Conflict, Unprocessable } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { artworkRevision } from './caption-track.ts'
import { cuesOf } from './cues-of.ts'
import { getEditableVideo } from './get-video.ts'
import { noCaptions } from './get-captions.ts'
import { replaceArtwork } from './replace-artwork.ts'

const MAX_TRACKS = 20

/**
 * Writes the captions of one language anew. They are stored under a key of their own, so that nobody is given those of
 * before from a cache, and never over words that the writer has not seen.
 * @throws NotFound, Forbidden as `getEditableVideo`; Conflict where they are no longer at `body.revision`;
 * Unprocessable as `cuesOf`, and for one language too many
 */
export async function putCaptions(
  actor: Actor,
  id: string,
  language: string,
  body: PutCaptionsBody,
): Promise<CaptionTrackView> {
  const video = await getEditableVideo(actor, id)
  const cues = cuesOf(body)
  const before = video.captions.find((each) => each.language === language)
  if ((before ? artworkRevision(before.objectKey) : null) !== (body.revision ?? null)) throw changedElsewhere()
  if (!before && video.captions.length >= MAX_TRACKS) {
    throw new Unprocessable(`A video has captions in at most ${MAX_TRACKS} languages. Delete one first.`)
  }
  const key = `artwork/${video.uuid}/captions-${language}-${randomUUID()}.vtt`
  const track = { language, label: body.label, objectKey: key }
  const unindexed = { captionsUnindexedSince: new Date() }
  const changed = await replaceArtwork({
    video,
    key,
    store: () => getObjectStore().put(key, Buffer.from(serializeVtt(cues)), { contentType: 'text/vtt' }),
    ...(before
      ? {
          filter: { captions: trusted({ $elemMatch: { language, objectKey: before.objectKey } }) },
          update: { $set: { 'captions.$': track, ...unindexed } },
          replacedKey: before.objectKey,
        }
      : {
          filter: { 'captions.language': trusted({ $ne: language }), [`captions.${MAX_TRACKS - 1}`]: trusted({ $exists: false }) },
          update: { $push: { captions: track }, $set: unindexed },
        }),
  })
  if (!changed) throw changedElsewhere()
  await enqueue('index-captions', { videoId: id })
  const changes = { captions: language, cues: cues.length }
  await record(actor, { action: 'UPDATE_VIDEO', target: `video:${id}`, changes })
  return { language, label: body.label, revision: artworkRevision(key), cues } satisfies CaptionTrackView
} // prettier-ignore

/**
 * @throws NotFound, Forbidden as `getEditableVideo`, and NotFound without captions in this language
 * @throws Conflict where they are no longer at `revision`; without one whatever is there goes
 */
export async function deleteCaptions(
  actor: Actor,
  id: string,
  language: string,
  revision?: string,
): Promise<void> {
  const video = await getEditableVideo(actor, id)
  const before = video.captions.find((each) => each.language === language)
  if (!before) throw noCaptions()
  if (revision && revision !== artworkRevision(before.objectKey)) throw changedElsewhere()
  const { objectKey } = before
  const changed = await replaceArtwork({
    video,
    key: null,
    store: () => Promise.resolve(),
    filter: { 'captions.objectKey': objectKey },
    update: { $pull: { captions: { objectKey } }, $set: { captionsUnindexedSince: new Date() } },
    replacedKey: objectKey,
  })
  if (!changed) throw changedElsewhere()
  await enqueue('index-captions', { videoId: id })
  await record(actor, { action: 'UPDATE_VIDEO', target: `video:${id}`, changes: { captions: language, cues: 0 } })
} // prettier-ignore

function changedElsewhere(): Conflict {
  return new Conflict(
    'These captions were changed somewhere else since you opened them. Load them again before you save, so that nothing is lost.',
  )
}
