import type { Actor } from '../accounts/actor.ts'
import { artworkRevision } from '../videos/caption-track.ts'
import { partsOf } from '../videos/pack-parts.ts'
import { canWatch } from '../videos/video-policy.ts'
import { cachingOf, noSuchMedia, requirePack, storedArtwork, textMedia } from './make-media.ts'
import type { Media, MediaFacts } from './media.ts'
import { masterPlaylist, mediaPlaylist } from './playlists.ts'
import { storedMedia } from './stored-media.ts'
import { storyboardVtt } from './storyboard.ts'
import { findVideoFacts, type VideoFacts } from './video-facts.ts'

export interface MediaRequest {
  uuid: string
  /** Last segment of the address: `master.m3u8`, `720p.m3u8`, `pack`, `poster`, ... */
  file: string
  /** Revision and part of the pack that a playlist named; the current one and its first part unless told. */
  revision?: number
  part?: number
  /** Of captions; the first there are unless told. */
  language?: string
  /** Of a picture or captions, the one that the caller was told of. */
  v?: string
  /** Where the files lie that another names, with its slash; the video's own unless told. */
  folder?: string
}

/**
 * Checks the right to a video's media and finds them.
 * @throws NotFound for what is missing and, the same, for what this actor may not know of
 */
export async function openMedia(actor: Actor, request: MediaRequest): Promise<Media> {
  const video = await findVideoFacts(request.uuid)
  if (!video || !canWatch(actor, video)) throw noSuchMedia()
  if (request.file === 'pack') return openPack(video, request)
  if (request.file.endsWith('.m3u8')) return openPlaylist(video, request)
  return openArtwork(video, request)
}

async function openPack(video: VideoFacts, request: MediaRequest): Promise<Media> {
  const pack = await requirePack(video, request.revision)
  const part = partsOf(pack)[request.part ?? 0]
  if (!part) throw noSuchMedia()
  const facts: MediaFacts = {
    contentType: 'video/mp4',
    etag: `"${part.sha256.slice(0, 32)}"`,
    caching: cachingOf(video, request.revision ? 'immutable' : 'revalidate'),
  }
  return storedMedia({ video, wanted: { role: 'pack', ...part }, facts, isWatched: true })
}

async function openPlaylist(video: VideoFacts, request: MediaRequest): Promise<Media> {
  const pack = await requirePack(video, request.revision)
  const name = request.file.slice(0, -'.m3u8'.length)
  const rendition = pack.renditions.find((candidate) => candidate.name === name)
  if (name !== 'master' && !rendition) throw noSuchMedia()
  const text = rendition ? mediaPlaylist(pack, rendition) : masterPlaylist(pack)
  const isFinal = rendition && request.revision && pack.isComplete
  const caching = pack.isComplete ? cachingOf(video, isFinal ? 'immutable' : 'revalidate') : 'private'
  return textMedia(text, 'application/vnd.apple.mpegurl', caching)
}

async function openArtwork(video: VideoFacts, request: MediaRequest): Promise<Media> {
  if (request.file === 'storyboard') return openStoryboard(video, request.folder)
  if (request.file === 'waveform') return openWaveform(video)
  const { objectKey, contentType } = artworkOf(video, request)
  // a change has a key, and so an address, of its own
  const isThisOne = objectKey !== undefined && request.v === artworkRevision(objectKey)
  return storedArtwork(objectKey, contentType, cachingOf(video, isThisOne ? 'immutable' : 'brief'))
}

/** A video is analysed once: its bytes never change, so neither does what is heard in them. */
function openWaveform(video: VideoFacts): Promise<Media> {
  return storedArtwork(video.waveformKey, 'application/json', cachingOf(video, 'immutable'))
}

function openStoryboard(video: VideoFacts, folder = `/cdn/${video.uuid}/`): Media {
  if (!video.storyboard) throw noSuchMedia()
  const whole = { startSeconds: 0, endSeconds: video.duration }
  const text = storyboardVtt(video.storyboard, whole, `${folder}storyboard.jpg`)
  return textMedia(text, 'text/vtt; charset=utf-8', cachingOf(video, 'brief'))
}

function artworkOf(video: VideoFacts, request: MediaRequest): { objectKey?: string; contentType: string } {
  switch (request.file) {
    case 'poster':
      return { objectKey: video.posterKey ?? undefined, contentType: 'image/jpeg' }
    case 'storyboard.jpg':
      return { objectKey: video.storyboard?.objectKey, contentType: 'image/jpeg' }
    case 'preview':
      return { objectKey: video.previewKey ?? undefined, contentType: 'video/mp4' }
    case 'captions': {
      const isWanted = ({ language }: { language: string }) => language === request.language
      const captions = request.language ? video.captions.find(isWanted) : video.captions[0]
      return { objectKey: captions?.objectKey, contentType: 'text/vtt; charset=utf-8' }
    }
    default:
      throw noSuchMedia()
  }
}
