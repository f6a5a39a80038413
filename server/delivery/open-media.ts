import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ObjectInfo } from '../adapters/object-store/port.ts'
import type { Actor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { partsOf } from '../videos/pack-parts.ts'
import type { PackDocument } from '../videos/pack.model.ts'
import { canWatch, isOpenToAll } from '../videos/video-policy.ts'
import type { Media, MediaCaching } from './media.ts'
import { findPackIndex } from './pack-index.ts'
import { masterPlaylist, mediaPlaylist } from './playlists.ts'
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
}

/**
 * Checks the right to a video's media and finds them.
 * @throws NotFound for what is missing and, the same, for what this actor may not know of
 */
export async function openMedia(actor: Actor, request: MediaRequest): Promise<Media> {
  const video = await findVideoFacts(request.uuid)
  if (!video || !canWatch(actor, video)) throw notFound()
  if (request.file === 'pack') return openPack(video, request)
  if (request.file.endsWith('.m3u8')) return openPlaylist(video, request)
  return openArtwork(video, request)
}

async function openPack(video: VideoFacts, request: MediaRequest): Promise<Media> {
  const pack = await requirePack(video, request)
  const part = partsOf(pack)[request.part ?? 0]
  if (!part) throw notFound()
  return {
    kind: 'object',
    objectKey: part.objectKey,
    sizeBytes: part.sizeBytes,
    isImmutable: true,
    contentType: 'video/mp4',
    etag: `"${part.sha256.slice(0, 32)}"`,
    caching: cachingOf(video, request.revision ? 'immutable' : 'revalidate'),
  }
}

async function openPlaylist(video: VideoFacts, request: MediaRequest): Promise<Media> {
  const pack = await requirePack(video, request)
  const name = request.file.slice(0, -'.m3u8'.length)
  const rendition = pack.renditions.find((candidate) => candidate.name === name)
  if (name !== 'master' && !rendition) throw notFound()
  const text = rendition ? mediaPlaylist(pack, rendition) : masterPlaylist(pack)
  const isFinal = rendition && request.revision && pack.isComplete
  const caching = pack.isComplete ? cachingOf(video, isFinal ? 'immutable' : 'revalidate') : 'private'
  return textMedia(text, 'application/vnd.apple.mpegurl', caching)
}

async function openArtwork(video: VideoFacts, request: MediaRequest): Promise<Media> {
  if (request.file === 'storyboard') return openStoryboard(video)
  const { objectKey, contentType } = artworkOf(video, request)
  const info = objectKey === undefined ? null : await statArtwork(objectKey)
  if (!info) throw notFound()
  return {
    kind: 'object',
    objectKey: info.key,
    sizeBytes: info.sizeBytes,
    isImmutable: false,
    contentType,
    etag: `"${info.sizeBytes.toString(36)}-${info.modifiedAt.getTime().toString(36)}"`,
    caching: cachingOf(video, 'brief'),
  }
}

function openStoryboard(video: VideoFacts): Media {
  if (!video.storyboard) throw notFound()
  const text = storyboardVtt(video.storyboard, video.duration, `/cdn/${video.uuid}/storyboard.jpg`)
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
      throw notFound()
  }
}

const stats = new LRUCache<string, ObjectInfo>({ max: 5_000, ttl: 2_000 })

async function statArtwork(objectKey: string): Promise<ObjectInfo | null> {
  const known = stats.get(objectKey)
  if (known) return known
  const info = await getObjectStore().stat(objectKey)
  if (info) stats.set(objectKey, info)
  return info
}

async function requirePack(video: VideoFacts, request: MediaRequest): Promise<PackDocument> {
  const revision = request.revision ?? video.packRevision
  const pack = revision > 0 ? await findPackIndex(video.uuid, revision) : null
  if (!pack) throw notFound()
  return pack
}

function cachingOf(video: VideoFacts, whenOpen: MediaCaching): MediaCaching {
  return isOpenToAll(video) ? whenOpen : 'private'
}

function textMedia(text: string, contentType: string, caching: MediaCaching): Media {
  const hash = createHash('sha256').update(text).digest('base64url')
  return { kind: 'text', text, contentType, etag: `"${hash.slice(0, 22)}"`, caching }
}

function notFound(): NotFound {
  return new NotFound('There is no such media file.')
}
