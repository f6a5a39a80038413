import type { EmbedView } from '#shared/embed'
import type { EmbeddedThing } from '#shared/embed-code'
import type { GuestActor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getClip } from '../clips/get-clip.ts'
import { captionsUrl } from '../videos/caption-track.ts'
import { getVideo } from '../videos/get-video.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { embedTicket } from './embed-ticket.ts'

/** Everybody on another site's page: a guest, of whom nothing is known. */
export const STRANGER: GuestActor = { kind: 'guest', sessionId: '' }

type OfThing = Pick<EmbedView, 'title' | 'duration' | 'stretch'> & {
  video: VideoDocument
  posterFile: string
}

/** @throws NotFound for what is missing and, the same, for what is not public */
export async function findEmbed(thing: EmbeddedThing): Promise<EmbedView> {
  const { video, posterFile, ...own } =
    thing.kind === 'video' ? await ofVideo(thing.id) : await ofClip(thing.id)
  const right = { kind: thing.kind, key: thing.kind === 'video' ? video.uuid : thing.id }
  const media = `/cdn/embeds/${embedTicket(right, systemClock.now())}`
  const isHere = video.packRevision > 0 && video.storageStage !== 'AWAITING_PUSH'
  const creator = (await findPeople([video.uploader.toString()])).get(video.uploader.toString())
  return {
    ...thing,
    ...own,
    creator: creator?.name ?? '',
    isNsfw: video.isNsfw,
    isSensitive: video.isSensitive,
    playlistURL: isHere ? `${media}/master.m3u8` : null,
    posterURL: video.posterKey ? `${media}/${posterFile}` : null,
    storyboardURL: video.storyboard ? `${media}/storyboard` : null,
    captions: video.captions.map((track) => ({
      language: track.language,
      label: track.label,
      url: captionsUrl(media, track),
    })),
  }
}

async function ofVideo(id: string): Promise<OfThing> {
  const video = await getVideo(STRANGER, id)
  return { video, title: video.title, duration: video.duration, stretch: null, posterFile: 'poster' }
}

async function ofClip(id: string): Promise<OfThing> {
  const { clip, video } = await getClip(STRANGER, id)
  const { title, duration, startSeconds, endSeconds } = clip
  return { video, title, duration, stretch: { startSeconds, endSeconds }, posterFile: 'thumbnail' }
}
