import { text as readText } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { Actor } from '../accounts/actor.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { thumbnailKey } from '../clips/attach-thumbnail.ts'
import { pictureSeconds } from '../clips/clip-urls.ts'
import { mayWatch } from '../videos/may-watch.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import { findClipFacts, type ClipFacts } from './clip-facts.ts'
import { cachingOf, noSuchMedia, requirePack, storedArtwork, textMedia } from './make-media.ts'
import type { Media } from './media.ts'
import { clipPlaylist, masterPlaylist } from './playlists.ts'
import { shiftCaptions } from './shift-captions.ts'
import { storyboardVtt } from './storyboard.ts'
import { findVideoFacts, type VideoFacts } from './video-facts.ts'

export interface ClipMediaRequest {
  id: string
  /** Last segment of the address: `master.m3u8`, `720p.m3u8`, `thumbnail`, `storyboard`, `captions`. */
  file: string
  revision?: number
  language?: string
  /** Where the video's files lie, with its slash; its own unless told. */
  folder?: string
}

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl'
const VTT_TYPE = 'text/vtt; charset=utf-8'

/**
 * Checks the right to a clip's media, which is the right to its video, and finds them. Pictures and sound themselves
 * lie in the video's pack and are asked for there.
 * @throws NotFound for what is missing and, the same, for what this actor may not know of
 */
export async function openClipMedia(actor: Actor, request: ClipMediaRequest): Promise<Media> {
  const clip = await findClipFacts(request.id)
  const video = clip && (await findVideoFacts(clip.videoUuid))
  if (!clip || !video || !isWatchable(video.state) || !(await mayWatch(actor, video))) throw noSuchMedia()
  if (request.file.endsWith('.m3u8')) return openPlaylist(clip, video, request)
  if (request.file === 'thumbnail') return openThumbnail(clip, video)
  if (request.file === 'storyboard') return openStoryboard(clip, video, request.folder)
  if (request.file === 'captions') return openCaptions(clip, video, request.language)
  throw noSuchMedia()
}

/** Never `immutable`: its ends can be moved. */
async function openPlaylist(clip: ClipFacts, video: VideoFacts, request: ClipMediaRequest): Promise<Media> {
  const pack = await requirePack(video, request.revision)
  const caching = pack.isComplete ? cachingOf(video, 'revalidate') : 'private'
  const name = request.file.slice(0, -'.m3u8'.length)
  if (name === 'master') return textMedia(masterPlaylist(pack), PLAYLIST_TYPE, caching)
  const rendition = pack.renditions.find((candidate) => candidate.name === name)
  if (!rendition) throw noSuchMedia()
  return textMedia(clipPlaylist(pack, rendition, clip, request.folder), PLAYLIST_TYPE, caching)
}

/** The frame of its moment; until that is cut, the picture of the video, which nobody may keep. */
async function openThumbnail(clip: ClipFacts, video: VideoFacts): Promise<Media> {
  const isCut = clip.thumbnailKey === thumbnailKey(clip._id.toHexString(), pictureSeconds(clip))
  const key = isCut ? clip.thumbnailKey : video.posterKey
  return storedArtwork(key, 'image/jpeg', cachingOf(video, isCut ? 'brief' : 'revalidate'))
}

function openStoryboard(clip: ClipFacts, video: VideoFacts, folder = `/cdn/${video.uuid}/`): Media {
  if (!video.storyboard) throw noSuchMedia()
  const text = storyboardVtt(video.storyboard, clip, `${folder}storyboard.jpg`)
  return textMedia(text, VTT_TYPE, cachingOf(video, 'brief'))
}

async function openCaptions(clip: ClipFacts, video: VideoFacts, language?: string): Promise<Media> {
  const captions = language
    ? video.captions.find((candidate) => candidate.language === language)
    : video.captions[0]
  if (!captions) throw noSuchMedia()
  const text = shiftCaptions(await readCaptions(captions.objectKey), clip)
  return textMedia(text, VTT_TYPE, cachingOf(video, 'brief'))
}

/** Hours of speech are some hundred kilobytes; what is far beyond is cut to a file without cues rather than read whole. */
const MAX_CAPTIONS_BYTES = 8 * 2 ** 20
const captionTexts = new LRUCache<string, string>({
  maxSize: 4 * MAX_CAPTIONS_BYTES,
  ttl: 2_000,
  sizeCalculation: (text) => text.length + 1,
})

async function readCaptions(objectKey: string): Promise<string> {
  const known = captionTexts.get(objectKey)
  if (known !== undefined) return known
  const info = await getObjectStore().stat(objectKey)
  if (!info) throw noSuchMedia()
  const text = info.sizeBytes > MAX_CAPTIONS_BYTES ? 'WEBVTT' : await readText(await getObjectStore().read(objectKey))
  captionTexts.set(objectKey, text)
  return text
} // prettier-ignore
