import type { RelationshipView, UpdateRelationshipBody } from '#shared/relationships'
import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { withdraw } from '../notifications/withdraw.ts'
import { answerRequest } from '../relationships/answer-request.ts'
import { presentRelationships } from '../relationships/present-relationships.ts'
import { tellAccepted } from './tell-accepted.ts'

/** Accepts, which the asker is told, or declines, which they are not. */
export async function answerRelationship(
  actor: UserActor,
  id: string,
  body: UpdateRelationshipBody,
): Promise<RelationshipView> {
  const change = await answerRequest(actor, id, body)
  await tellAccepted(actor, change)
  await withdraw(`request:${id}`)
  const answered = change.after.theirs ?? change.after.mine
  const [view] = await presentRelationships(actor.userId, answered ? [answered] : [])
  if (!view) throw new NotFound('There is no such person or request.')
  return view
}
