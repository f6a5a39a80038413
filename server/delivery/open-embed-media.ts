import { systemClock } from '../adapters/clock/index.ts'
import { findClipFacts } from './clip-facts.ts'
import { readEmbedTicket } from './embed-ticket.ts'
import { STRANGER } from './find-embed.ts'
import { noSuchMedia } from './make-media.ts'
import type { Media } from './media.ts'
import { openClipMedia } from './open-clip-media.ts'
import { openMedia, type MediaRequest } from './open-media.ts'

type EmbedMediaRequest = Omit<MediaRequest, 'uuid' | 'folder'> & { ticket: string }

/** A clip's bytes, and the sheet of its small pictures, are its video's. */
const OF_THE_VIDEO = new Set(['pack', 'storyboard.jpg'])

/**
 * What a ticket gives the right to, at addresses that all lie beside each other: a frame has nothing but these.
 * @throws NotFound for a ticket that is none or too old, and for what is missing or no longer public
 */
export async function openEmbedMedia({ ticket, ...request }: EmbedMediaRequest): Promise<Media> {
  const right = readEmbedTicket(ticket, systemClock.now())
  if (!right) throw noSuchMedia()
  if (right.kind === 'video') return openMedia(STRANGER, { ...request, uuid: right.key, folder: '' })
  if (!OF_THE_VIDEO.has(request.file))
    return openClipMedia(STRANGER, { ...request, id: right.key, folder: '' })
  const clip = await findClipFacts(right.key)
  if (!clip) throw noSuchMedia()
  return openMedia(STRANGER, { ...request, uuid: clip.videoUuid, folder: '' })
}
