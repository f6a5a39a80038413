import { systemClock } from '../adapters/clock/index.ts'
import { Conflict, NotFound, type AppError } from '../errors.ts'
import { readPair, writeRow, type PairIds, type PairRows } from './pair-rows.ts'
import { decideAction, type Decision, type PairAction, type Refusal } from './relationship-transitions.ts'
import { settlePair } from './settle-pair.ts'
import { dropViewerScope } from './viewer-scope.ts'

/** Each further try means that somebody else changed the pair in between. */
const MAX_TRIES = 10

export interface PairChange {
  before: PairRows
  after: PairRows
  hasChanged: boolean
}

/**
 * Decides on what is there and writes it only if that is still there; then brings the other row after it.
 * @throws NotFound, Conflict for what the transitions refuse
 */
export async function changePair(ids: PairIds, action: PairAction): Promise<PairChange> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const before = await readPair(ids)
    const decision: Decision = decideAction(action, before, systemClock.now())
    if (decision.kind === 'refuse') throw REFUSALS[decision.why]()
    if (decision.kind === 'stand') return { before, after: await finished(ids, before), hasChanged: false }
    if (!(await writeRow(ids, before, decision))) continue
    // the block hides from the moment that it is written; what is left to do is clean-up
    dropViewerScope(ids.me, ids.other)
    return { before, after: await settlePair(ids), hasChanged: true }
  }
  throw new Conflict('This changed elsewhere at the same moment. Look again, and try once more.')
}

/** Asking for what is there already finishes what a killed process left of it. */
function finished(ids: PairIds, pair: PairRows): PairRows | Promise<PairRows> {
  return pair.mine?.unsettledSince || pair.theirs?.unsettledSince ? settlePair(ids) : pair
}

const REFUSALS: Record<Refusal, () => AppError> = {
  hidden: () => new NotFound('There is no such person or request.'),
  blocked: () => new Conflict('You have blocked this person. Unblock them first.'),
  connected: () => new Conflict('You are connected already. End the connection instead.'),
  not_yours: () => new Conflict('This request is not yours to cancel. Decline it instead.'),
}
