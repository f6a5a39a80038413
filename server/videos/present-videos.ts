import type { Page } from '#shared/common'
import type { PersonView } from '#shared/accounts'
import type { VideoStatusView, VideoView } from '#shared/videos'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NO_MARKS, findOwnEngagement, findOwnMarks, type OwnMarks } from '../engagement/own-marks.ts'
import { shownIds } from '../engagement/shown-ids.ts'
import { findTopicNames } from './topic-names.ts'
import { readerOf } from './engaged-video.ts'
import { findRenditions } from './find-renditions.ts'
import { presentVideo, presentVideoStatus } from './present-video.ts'
import type { VideoDocument } from './video.model.ts'

/**
 * Views for one reader, with one query each for people, topics, packs and reactions at most, however long the list is.
 * @param own what the reader made of them, where it is read already
 */
export async function presentVideos(
  actor: Actor,
  videos: VideoDocument[],
  own?: Promise<Map<string, OwnMarks>>,
): Promise<VideoView[]> {
  const [people, topics, renditions, marks] = await Promise.all([
    findPeople([...new Set(videos.map((video) => video.uploader.toString()))]),
    findTopicNames(videos),
    findRenditions(videos),
    own ?? findOwnMarks(userIdOf(actor), videos.map((video) => video._id.toHexString())), // prettier-ignore
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
  const id = video._id.toHexString()
  const own = findOwnEngagement(userIdOf(actor), id)
  const marks = own.then((mine) => new Map([[id, mine.marks]]))
  const [[view], ids] = await Promise.all([
    presentVideos(actor, [video], marks),
    readerOf(actor, video).then((reader) => shownIds(video, reader, own)),
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

function formerMember(video: VideoDocument): PersonView {
  return {
    id: video.uploader.toString(),
    username: 'former-member',
    name: 'Former member',
    profilePicture: '',
  }
}
