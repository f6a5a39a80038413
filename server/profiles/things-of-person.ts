import type { PersonView } from '#shared/accounts'
import type { ClipView } from '#shared/clips'
import type { Page, PageQuery } from '#shared/common'
import type { VideoView } from '#shared/videos'
import type { Actor } from '../accounts/actor.ts'
import { findClips } from '../clips/find-clips.ts'
import { presentClipPage } from '../clips/present-clips.ts'
import { findFollowers, findFollowing } from '../relationships/find-follows.ts'
import { getPerson } from '../relationships/find-person.ts'
import { findVideosOf } from '../videos/find-videos.ts'
import { presentVideoPage } from '../videos/present-videos.ts'

// each throws NotFound for somebody missing and, the same, where one of the two blocked the other

export async function followers(actor: Actor, username: string, page: PageQuery): Promise<Page<PersonView>> {
  return findFollowers(actor, (await getPerson(actor, username)).id, page)
}

export async function following(actor: Actor, username: string, page: PageQuery): Promise<Page<PersonView>> {
  return findFollowing(actor, (await getPerson(actor, username)).id, page)
}

export async function videosOfPerson(
  actor: Actor,
  username: string,
  page: PageQuery,
): Promise<Page<VideoView>> {
  const { id } = await getPerson(actor, username)
  return presentVideoPage(actor, await findVideosOf(actor, id, page))
}

export async function clipsOfPerson(
  actor: Actor,
  username: string,
  page: PageQuery,
): Promise<Page<ClipView>> {
  const { id: uploaderId } = await getPerson(actor, username)
  return presentClipPage(actor, await findClips(actor, { uploaderId }, page))
}
