import { trusted } from 'mongoose'
import type { Page } from '#shared/common'
import type { PersonView } from '#shared/accounts'
import type { RenditionView, VideoStatusView, VideoView } from '#shared/videos'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NO_MARKS, findOwnMarks } from '../engagement/own-marks.ts'
import { shownIds } from '../engagement/shown-ids.ts'
import { findTopicNames } from './topic-names.ts'
import { readerOf } from './engaged-video.ts'
import { Pack, type PackDocument } from './pack.model.ts'
import { presentRenditions, presentVideo, presentVideoStatus } from './present-video.ts'
import type { VideoDocument } from './video.model.ts'

/** Views for one reader, with one query each for people, topics, packs and reactions at most, however long the list is. */
export async function presentVideos(actor: Actor, videos: VideoDocument[]): Promise<VideoView[]> {
  const [people, topics, renditions, marks] = await Promise.all([
    findPeople([...new Set(videos.map((video) => video.uploader.toString()))]),
    findTopicNames(videos),
    findRenditions(videos),
    findOwnMarks(
      userIdOf(actor),
      videos.map((video) => video._id.toString()),
    ),
  ])
  return videos.map((video) =>
    presentVideo(video, {
      uploader: people.get(video.uploader.toString()) ?? formerMember(video),
      topic: topics.get(String(video.topicId)) ?? null,
      renditions: renditions.get(video.uuid) ?? [],
      marks: marks.get(video._id.toString()) ?? NO_MARKS,
      isMine: isSameUser(actor, video.uploader.toString()),
    }),
  )
}

export async function presentVideoPage(actor: Actor, page: Page<VideoDocument>): Promise<Page<VideoView>> {
  return { items: await presentVideos(actor, page.items), nextCursor: page.nextCursor }
}

/** With the first ids of those who viewed, liked and disliked it. */
export async function presentOneVideo(actor: Actor, video: VideoDocument): Promise<VideoView> {
  const reader = await readerOf(actor, video)
  const [[view], ids] = await Promise.all([
    presentVideos(actor, [video]),
    shownIds(video._id.toString(), reader),
  ])
  return { ...view!, ...ids }
}

export async function presentStatus(video: VideoDocument): Promise<VideoStatusView> {
  const statuses = await presentStatuses([video])
  return statuses.get(video._id.toString())!
}

/** Statuses by video id. */
export async function presentStatuses(videos: VideoDocument[]): Promise<Map<string, VideoStatusView>> {
  const renditions = await findRenditions(videos)
  return new Map(
    videos.map((video) => [
      video._id.toString(),
      presentVideoStatus(video, renditions.get(video.uuid) ?? []),
    ]),
  )
}

/** By video uuid, of the revision that is out. The lists of segments stay in the database. */
async function findRenditions(videos: VideoDocument[]): Promise<Map<string, RenditionView[]>> {
  const published = videos.filter((video) => video.packRevision > 0)
  if (published.length === 0) return new Map()
  // one range of the index for each, where a plan for each pair of the two costs more than the reading; a video keeps one
  // revision, and another for as long as the next is made
  const packs = await Pack.find(
    {
      videoUuid: trusted({ $in: published.map(({ uuid }) => uuid) }),
      revision: trusted({ $in: [...new Set(published.map(({ packRevision }) => packRevision))] }),
    },
    { 'videoUuid': 1, 'revision': 1, 'renditions.kind': 1, 'renditions.name': 1, 'renditions.width': 1, 'renditions.height': 1, 'renditions.averageBitrate': 1 }, // prettier-ignore
  ).lean<Pick<PackDocument, 'videoUuid' | 'revision' | 'renditions'>[]>()
  const revisions = new Map(published.map(({ uuid, packRevision }) => [uuid, packRevision]))
  const out = packs.filter(({ videoUuid, revision }) => revisions.get(videoUuid) === revision)
  return new Map(out.map((pack) => [pack.videoUuid, presentRenditions(pack.renditions)]))
}

function formerMember(video: VideoDocument): PersonView {
  return {
    id: video.uploader.toString(),
    username: 'former-member',
    name: 'Former member',
    profilePicture: '',
  }
}
