import { trusted } from 'mongoose'
import type { SearchResult } from '#shared/search'
import type { Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { presentClips } from '../clips/present-clips.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { presentTopic } from '../topics/find-topics.ts'
import { Topic, type TopicDocument } from '../topics/topic.model.ts'
import { isListedFor } from '../videos/listed-videos.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { readVideos } from '../videos/read-videos.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { Read } from './search-kind.ts'

/** How each kind is read for one reader: whatever the index says, only what they may see comes back. */
export function readersFor(actor: Actor): Record<'video' | 'clip' | 'topic' | 'person', Read<SearchResult>> {
  return {
    async video(ids) {
      const views = await presentVideos(actor, await readListedVideos(actor, ids))
      return new Map(views.map((video) => [video.id, { kind: 'video', video }]))
    },
    async clip(ids) {
      const { clips, videos } = await readListedClips(actor, ids)
      const views = await presentClips(actor, clips, videos)
      return new Map(views.map((clip) => [clip.id, { kind: 'clip', clip }]))
    },
    async topic(ids) {
      const topics = await Topic.find({ _id: trusted({ $in: ids }) }).lean<TopicDocument[]>()
      return new Map(
        topics.map((topic) => [topic._id.toHexString(), { kind: 'topic', topic: presentTopic(topic) }]),
      )
    },
    async person(ids) {
      const { hiddenUserIds } = await viewerScope(actor)
      const people = await findPeople(ids.filter((id) => !hiddenUserIds.has(id)))
      return new Map([...people].map(([id, person]) => [id, { kind: 'person', person }]))
    },
  }
}

/** Those of listed videos, with these. */
export async function readListedClips(actor: Actor, ids: string[]) {
  const [viewer, { clips, videos }] = await Promise.all([viewerScope(actor), readClipsWithVideos(actor, ids)])
  const isListed = (video: VideoDocument | undefined) => video !== undefined && isListedFor(viewer, video)
  return { clips: clips.filter((clip) => isListed(videos.get(clip.videoId.toHexString()))), videos }
}

/** Those that a list may show to this reader, what they turned off left out. */
export async function readListedVideos(actor: Actor, ids: string[]) {
  const [viewer, videos] = await Promise.all([viewerScope(actor), readVideos(actor, ids)])
  return videos.filter((video) => isListedFor(viewer, video))
}
