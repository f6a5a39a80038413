import { trusted } from 'mongoose'
import type { SearchResult, SuggestionView } from '#shared/search'
import type { Actor } from '../accounts/actor.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { playable } from '../clips/parent-videos.ts'
import { presentClips } from '../clips/present-clips.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { findOwnMarks } from '../engagement/own-marks.ts'
import { readByIds } from '../plain-reads.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { isListedFor } from '../videos/listed-videos.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { readVideos } from '../videos/read-videos.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { CaptionSegment, type CaptionSegmentDocument } from './caption-segment.model.ts'
import type { IdsByKind, ReadKinds } from './glance.ts'
import { readersFor } from './search-readers.ts'

type Results = Map<string, SearchResult>

/** Whole results; what several kinds need, videos and the reader's own marks, is read once for all of them. */
export function resultsReader(actor: Actor): ReadKinds<SearchResult> {
  return async (ids) => {
    const [media, topics, people] = await readAll(actor, ids)
    const spoken = media.segments.map((segment) => segment.videoId.toHexString())
    const cards = new Set([...(ids.get('video') ?? []), ...spoken])
    const shown = [...media.videos.values()].filter(({ _id }) => cards.has(_id.toHexString()))
    const marked = [...shown, ...media.clips].map(({ _id }) => _id.toHexString())
    const own = findOwnMarks(userIdOf(actor), marked)
    const [videos, clips] = await Promise.all([
      presentVideos(actor, shown, own),
      presentClips(actor, media.clips, playable([...media.videos.values()]), own),
    ])
    const videoOf = new Map(videos.map((video) => [video.id, video]))
    const captions: Results = new Map(
      media.segments.flatMap(({ _id, videoId, startSeconds, endSeconds, text, language }) => {
        const video = videoOf.get(videoId.toHexString())
        if (!video) return []
        return [[_id.toHexString(), { kind: 'caption', caption: { video, startSeconds, endSeconds, text, language } }]] // prettier-ignore
      }),
    )
    const ofVideos: Results = new Map(videos.map((video) => [video.id, { kind: 'video', video }]))
    const ofClips: Results = new Map(clips.map((clip) => [clip.id, { kind: 'clip', clip }]))
    return new Map([
      ['video', ofVideos],
      ['clip', ofClips],
      ['caption', captions],
      ['topic', topics],
      ['person', people],
    ])
  }
}

/** Of videos and clips the title alone, which is all that is shown: what their cards need besides is not read. */
export function suggestionsReader(actor: Actor): ReadKinds<SuggestionView> {
  return async (ids) => {
    const [media, topics, people] = await readAll(actor, ids)
    return new Map([
      ['video', suggestTitles('video', 'watch', [...media.videos.values()])],
      ['clip', suggestTitles('clip', 'clips', media.clips)],
      ['topic', suggestFound(topics)],
      ['person', suggestFound(people)],
    ])
  }
}

async function readAll(actor: Actor, ids: IdsByKind): Promise<[Media, Results, Results]> {
  const readers = readersFor(actor)
  return Promise.all([
    readMedia(actor, ids),
    readSome(ids.get('topic'), readers.topic, new Map()),
    readSome(ids.get('person'), readers.person, new Map()),
  ])
}

interface Media {
  /** Listed ones: those asked for, those of the clips, and those in which something was said. By id. */
  videos: Map<string, VideoDocument>
  clips: ClipDocument[]
  segments: CaptionSegmentDocument[]
}

async function readMedia(actor: Actor, ids: IdsByKind): Promise<Media> {
  const [viewer, clips, segments] = await Promise.all([
    viewerScope(actor),
    readSome(ids.get('clip'), (wanted) => readByIds<ClipDocument>(Clip, wanted), []),
    readSome(ids.get('caption'), readSegments, []),
  ])
  const parents = [...clips, ...segments].map(({ videoId }) => videoId.toHexString())
  const found = await readVideos(actor, [...new Set([...(ids.get('video') ?? []), ...parents])])
  const listed = found.filter((video) => isListedFor(viewer, video))
  const videos = new Map(listed.map((video) => [video._id.toHexString(), video]))
  const isShown = ({ videoId }: Pick<ClipDocument, 'videoId'>) => videos.has(videoId.toHexString())
  return {
    videos,
    clips: clips.filter((clip) => !clip.deletedAt && isShown(clip)),
    segments: segments.filter(isShown),
  }
}

function readSegments(ids: string[]): Promise<CaptionSegmentDocument[]> {
  return CaptionSegment.find({ _id: trusted({ $in: ids }) }).lean<CaptionSegmentDocument[]>()
}

/** No ids, no question. */
async function readSome<Things>(
  ids: readonly string[] | undefined,
  read: (ids: string[]) => Promise<Things>,
  none: Things,
): Promise<Things> {
  return ids && ids.length > 0 ? read([...ids]) : none
}

function suggestTitles(
  kind: 'video' | 'clip',
  page: string,
  things: readonly Pick<VideoDocument, '_id' | 'title'>[],
): Map<string, SuggestionView> {
  return new Map(
    things.map(({ _id, title }) => {
      const id = _id.toHexString()
      return [id, { kind, text: title, url: `/${page}/${id}` }]
    }),
  )
}

function suggestFound(results: Results): Map<string, SuggestionView> {
  return new Map(
    [...results].flatMap(([id, result]) => {
      const suggestion = suggestionOf(result)
      return suggestion ? [[id, suggestion] as const] : []
    }),
  )
}

function suggestionOf(result: SearchResult): SuggestionView | null {
  switch (result.kind) {
    case 'topic': {
      const { combinedTopicName, topicName, subTopicName } = result.topic
      return { kind: 'topic', text: subTopicName ?? topicName, url: `/topics/${combinedTopicName}` }
    }
    case 'person':
      return { kind: 'person', text: result.person.name, url: `/people/${result.person.username}` }
    default:
      return null
  }
}
