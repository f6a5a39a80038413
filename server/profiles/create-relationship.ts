import type { CreateRelationshipBody, RelationshipView } from '#shared/relationships'
import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { withdrawFrom } from '../notifications/withdraw.ts'
import { blockPerson } from '../relationships/block-person.ts'
import type { PairChange } from '../relationships/change-pair.ts'
import { presentRelationships } from '../relationships/present-relationships.ts'
import { requestConnection } from '../relationships/request-connection.ts'
import type { RelationshipDocument } from '../relationships/relationship.model.ts'
import { tellAccepted } from './tell-accepted.ts'

/**
 * Asks or blocks, and tells of a request; of a block nobody is told.
 * @throws NotFound, Conflict, Unprocessable, RateLimited as `requestConnection` and `blockPerson`
 */
export async function createRelationship(
  actor: UserActor,
  { username, action }: CreateRelationshipBody,
): Promise<RelationshipView> {
  const change = action === 'block' ? await block(actor, username) : await request(actor, username)
  const [view] = await presentRelationships(actor.userId, shownRows(change))
  if (!view) throw new NotFound('There is no such person.')
  return view
}

async function request(actor: UserActor, username: string): Promise<PairChange> {
  const change = await requestConnection(actor, username)
  const { mine } = change.after
  if (change.hasChanged && mine?.status === 'pending') {
    await notify({
      userId: mine.toUserID.toString(),
      kind: 'connection_request',
      group: 'connection_request',
      actorId: actor.userId,
      thing: `request:${mine._id}`,
      subject: '',
      url: '/connections?list=incoming',
    })
  }
  await tellAccepted(actor, change)
  return change
}

async function block(actor: UserActor, username: string): Promise<PairChange> {
  const change = await blockPerson(actor, username)
  const other = change.after.mine?.toUserID.toString()
  if (!other) return change
  await Promise.all([withdrawFrom(actor.userId, other), withdrawFrom(other, actor.userId)])
  return change
}

/** Of a connection the row that made it, whoever asked first. */
function shownRows({ after }: PairChange): RelationshipDocument[] {
  const rows = [after.mine, after.theirs].filter((row) => row !== null)
  return rows.filter((row) => row.status === 'accepted' || row === after.mine).slice(0, 1)
}
