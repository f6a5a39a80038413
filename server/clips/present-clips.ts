import { trusted } from 'mongoose'
import type { PersonView } from '#shared/accounts'
import type { ClipView } from '#shared/clips'
import type { Page } from '#shared/common'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { findReactions } from '../engagement/find-reactions.ts'
import { shownIds } from '../engagement/shown-ids.ts'
import { NotFound } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'
import type { ClipDocument } from './clip.model.ts'
import { engagedClip } from './engaged-clip.ts'
import { findParentVideos } from './parent-videos.ts'
import { presentClip } from './present-clip.ts'

/**
 * Views for one reader, with one query each for videos, people, topics and reactions however long the list is. Clips whose
 * video this reader may not see are left out.
 */
export async function presentClips(actor: Actor, clips: readonly ClipDocument[]): Promise<ClipView[]> {
  const [videos, people, topics, reactions] = await Promise.all([
    findParentVideos(actor, clips),
    findPeople([...new Set(clips.map((clip) => clip.uploader.toHexString()))]),
    findTopicNames(clips),
    findReactions(
      userIdOf(actor),
      clips.map((clip) => clip._id.toHexString()),
    ),
  ])
  return clips.flatMap((clip) => {
    const video = videos.get(clip.videoId.toHexString())
    if (!video) return []
    const uploaderId = clip.uploader.toHexString()
    const context = {
      video,
      uploader: people.get(uploaderId) ?? formerMember(uploaderId),
      topic: topics.get(String(clip.topicId)) ?? null,
      myReaction: reactions.get(clip._id.toHexString()) ?? null,
      isMine: isSameUser(actor, uploaderId),
    }
    return [presentClip(clip, context)]
  })
}

export async function presentClipPage(actor: Actor, page: Page<ClipDocument>): Promise<Page<ClipView>> {
  return { items: await presentClips(actor, page.items), nextCursor: page.nextCursor }
}

/**
 * With the first ids of those who viewed, liked and disliked it.
 * @throws NotFound when its video has just been hidden from this reader
 */
export async function presentOneClip(actor: Actor, clip: ClipDocument): Promise<ClipView> {
  const [[view], { reader }] = await Promise.all([
    presentClips(actor, [clip]),
    engagedClip(actor, clip._id.toHexString()),
  ])
  if (!view) throw new NotFound('There is no such clip.')
  return { ...view, ...(await shownIds(view.id, reader)) }
}

async function findTopicNames(clips: readonly ClipDocument[]): Promise<Map<string, string>> {
  const ids = clips.map((clip) => clip.topicId).filter((id) => id !== null && id !== undefined)
  if (ids.length === 0) return new Map()
  const topics = await Topic.find({ _id: trusted({ $in: ids }) }, { combinedTopicName: 1 }).lean()
  return new Map(topics.map((topic) => [topic._id.toString(), topic.combinedTopicName]))
}

function formerMember(id: string): PersonView {
  return { id, username: 'former-member', name: 'Former member', profilePicture: '' }
}
