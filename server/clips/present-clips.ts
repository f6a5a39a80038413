import type { PersonView } from '#shared/accounts'
import type { ClipView } from '#shared/clips'
import type { Page } from '#shared/common'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NO_MARKS, findOwnEngagement, findOwnMarks, type OwnMarks } from '../engagement/own-marks.ts'
import { shownIds } from '../engagement/shown-ids.ts'
import { NotFound } from '../errors.ts'
import { findTopicNames } from '../videos/topic-names.ts'
import { readerOf } from '../videos/engaged-video.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { ClipDocument } from './clip.model.ts'
import type { ClipPage } from './find-clips.ts'
import { getClip } from './get-clip.ts'
import { findParentVideos, playable, type ParentVideos } from './parent-videos.ts'
import { presentClip } from './present-clip.ts'

/**
 * Views for one reader, with one query each for videos, people, topics and reactions at most, however long the list is.
 * Clips whose video this reader may not see are left out.
 * @param known the videos, where they were read for this reader in this request; `own` likewise
 */
export async function presentClips(
  actor: Actor,
  clips: readonly ClipDocument[],
  known?: ParentVideos,
  own?: Promise<Map<string, OwnMarks>>,
): Promise<ClipView[]> {
  const [videos, people, topics, marks] = await Promise.all([
    known ?? findParentVideos(actor, clips),
    findPeople([...new Set(clips.map((clip) => clip.uploader.toHexString()))]),
    findTopicNames(clips),
    own ?? findOwnMarks(userIdOf(actor), clips.map((clip) => clip._id.toHexString())), // prettier-ignore
  ])
  return clips.flatMap((clip) => {
    const video = videos.get(clip.videoId.toHexString())
    if (!video) return []
    const uploaderId = clip.uploader.toHexString()
    const context = {
      video,
      uploader: people.get(uploaderId) ?? formerMember(uploaderId),
      topic: topics.get(String(clip.topicId)) ?? null,
      marks: marks.get(clip._id.toHexString()) ?? NO_MARKS,
      isMine: isSameUser(actor, uploaderId),
    }
    return [presentClip(clip, context)]
  })
}

export async function presentClipPage(actor: Actor, page: ClipPage): Promise<Page<ClipView>> {
  return { items: await presentClips(actor, page.items, page.videos), nextCursor: page.nextCursor }
}

/**
 * With the first ids of those who viewed, liked and disliked it.
 * @param known its video, where it was read for this reader in this request
 * @throws NotFound when its video has just been hidden from this reader
 */
export async function presentOneClip(
  actor: Actor,
  clip: ClipDocument,
  known?: VideoDocument,
): Promise<ClipView> {
  const id = clip._id.toHexString()
  const video = known ?? (await getClip(actor, id)).video
  const own = findOwnEngagement(userIdOf(actor), id)
  const marks = own.then((mine) => new Map([[id, mine.marks]]))
  const [[view], ids] = await Promise.all([
    presentClips(actor, [clip], playable([video]), marks),
    readerOf(actor, video).then((reader) => shownIds(clip, reader, own)),
  ])
  if (!view) throw new NotFound('There is no such clip.')
  return { ...view, ...ids }
}

function formerMember(id: string): PersonView {
  return { id, username: 'former-member', name: 'Former member', profilePicture: '' }
}
