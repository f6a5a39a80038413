import type { CountersView } from '#shared/engagement'
import type { UserActor } from '../accounts/actor.ts'
import { setReaction } from '../engagement/set-reaction.ts'
import { notify } from '../notifications/notify.ts'
import { withdraw } from '../notifications/withdraw.ts'
import { commentUrl } from './comment-target.ts'
import { getLivingComment } from './get-comment.ts'

/** @throws NotFound as `getLivingComment` */
export async function likeComment(actor: UserActor, id: string, isLiked: boolean): Promise<CountersView> {
  const { comment } = await getLivingComment(actor, id)
  const reaction = isLiked ? 'like' : null
  const { viewCount, likeCount, dislikeCount } = await setReaction(
    actor.userId,
    { kind: 'comment', id },
    reaction,
  )
  const thing = `comment_like:${id}:${actor.userId}`
  if (!isLiked) await withdraw(thing)
  else
    await notify({
      userId: comment.userId.toString(),
      kind: 'comment_like',
      group: `comment_like:${id}`,
      actorId: actor.userId,
      thing,
      subject: comment.text.replace(/\s+/g, ' '),
      url: commentUrl(comment),
    })
  return { viewCount, likeCount, dislikeCount, myReaction: reaction }
}
