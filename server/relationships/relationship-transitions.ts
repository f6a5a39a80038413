import type { RelationshipStatus } from '#shared/relationships'

/** What one row of a pair says. */
export interface RowState {
  status: RelationshipStatus
  /** The asker took back a request that had been declined: the row stays, so that asking again stays bounded. */
  isWithdrawn: boolean
  /** Of a declined row: when it was declined. */
  updatedDate: Date
}

/** Both directions between the one who acts and the other; null where there is no row. */
export interface PairState {
  mine: RowState | null
  theirs: RowState | null
}
export type Side = keyof PairState

export type PairAction =
  | { kind: 'request' }
  | { kind: 'accept' }
  | { kind: 'decline' }
  | { kind: 'block' }
  | { kind: 'remove'; row: Side }

/** `hidden` answers as if there were nothing. */
export type Refusal = 'hidden' | 'blocked' | 'connected' | 'not_yours'
export type RowChange = { row: Side; to: Pick<RowState, 'status' | 'isWithdrawn'> | null }
export type Decision = { kind: 'stand' } | { kind: 'refuse'; why: Refusal } | ({ kind: 'change' } & RowChange)

/** A decline is not told to the one who asked; asking again reaches the other only after so long. */
export const ASK_AGAIN_DAYS = 30
const DAY_MS = 86_400_000

const STAND: Decision = { kind: 'stand' }

/** Who may do what, with both rows looked at together. Doing the same twice stands. */
export function decideAction(action: PairAction, pair: PairState, now: Date): Decision {
  if (action.kind === 'block') return pair.mine?.status === 'blocked' ? STAND : change('mine', 'blocked')
  if (action.kind === 'remove') return decideRemoval(action.row, pair)
  if (pair.mine?.status === 'blocked') return refuse('blocked')
  if (pair.theirs?.status === 'blocked') return refuse('hidden')
  return action.kind === 'request' ? decideRequest(pair, now) : decideAnswer(action.kind, pair)
}

function decideRequest({ mine, theirs }: PairState, now: Date): Decision {
  if (mine?.status === 'accepted' || theirs?.status === 'accepted') return STAND
  // the other asks too, or still does after a no: to ask back is to say yes
  if (stillAsks(theirs)) return change('theirs', 'accepted')
  if (mine?.status === 'pending') return STAND
  if (mine?.status !== 'declined') return change('mine', 'pending')
  if (now.getTime() - mine.updatedDate.getTime() >= ASK_AGAIN_DAYS * DAY_MS) return change('mine', 'pending')
  return mine.isWithdrawn ? change('mine', 'declined') : STAND
}

function decideAnswer(answer: 'accept' | 'decline', { theirs }: PairState): Decision {
  if (!theirs || theirs.isWithdrawn) return refuse('hidden')
  if (answer === 'accept') return theirs.status === 'accepted' ? STAND : change('theirs', 'accepted')
  if (theirs.status === 'accepted') return refuse('connected')
  return theirs.status === 'declined' ? STAND : change('theirs', 'declined')
}

function decideRemoval(row: Side, { mine, theirs }: PairState): Decision {
  const named = row === 'mine' ? mine : theirs
  const isOwnBlock = row === 'mine' && named?.status === 'blocked'
  if (isOwnBlock) return { kind: 'change', row, to: null }
  if (!named || mine?.status === 'blocked' || theirs?.status === 'blocked') return refuse('hidden')
  if (named.status === 'accepted') return { kind: 'change', row, to: null }
  if (named.status === 'pending')
    return row === 'mine' ? { kind: 'change', row, to: null } : refuse('not_yours')
  return row === 'mine' && !named.isWithdrawn ? change('mine', 'declined', true) : refuse('hidden')
}

/**
 * The next step towards what a pair must be, or null once it is: a block stands alone, and two who ask each other are
 * connected by one row. `isMineFirst` orders the two rows the same way for whoever looks, so that two who settle at
 * once choose the same one.
 */
export function nextSettlement({ mine, theirs }: PairState, isMineFirst: boolean): RowChange | null {
  if (!mine || !theirs) return null
  const isBlocked = mine.status === 'blocked' || theirs.status === 'blocked'
  if (isBlocked) {
    if (mine.status !== 'blocked') return { row: 'mine', to: null }
    return theirs.status === 'blocked' ? null : { row: 'theirs', to: null }
  }
  const [first, second]: [Side, Side] = isMineFirst ? ['mine', 'theirs'] : ['theirs', 'mine']
  const isAccepted = { mine: mine.status === 'accepted', theirs: theirs.status === 'accepted' }
  if (isAccepted[first]) return { row: second, to: null }
  if (isAccepted[second]) return { row: first, to: null }
  if (!stillAsks(mine) || !stillAsks(theirs)) return null
  if (mine.status === 'declined' && theirs.status === 'declined') return null
  return { row: first, to: { status: 'accepted', isWithdrawn: false } }
}

/** From the asker's side: a decline is not known to them. */
function stillAsks(row: RowState | null): boolean {
  return row?.status === 'pending' || (row?.status === 'declined' && !row.isWithdrawn)
}

function change(row: Side, status: RelationshipStatus, isWithdrawn = false): Decision {
  return { kind: 'change', row, to: { status, isWithdrawn } }
}

function refuse(why: Refusal): Decision {
  return { kind: 'refuse', why }
}
