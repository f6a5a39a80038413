import { setTimeout as sleep } from 'node:timers/promises'
import { Types } from 'mongoose'
import { announceChange } from '../changes.ts'
import { NotFound, Unavailable } from '../errors.ts'
import { logger } from '../logger.ts'
import { forgetFirst } from './first-engaged.ts'
import { changeRow, isAsWished, type RowKey, type UnsettledRow, type Wish } from './change-row.ts'
import { Engagement, type EngagementDocument } from './engagement.model.ts'
import { STALE_AFTER_MS, claimRow, countChange, settleChange } from './settle-change.ts'
import { readCounters, type Counters } from './targets.ts'

/** Longer than a dead process can hold a row. */
const PATIENCE_MS = STALE_AFTER_MS + 5_000

/**
 * Makes a row what is wished and its target's counters follow; the same wish again changes nothing.
 * @throws NotFound when the target is gone
 */
export async function makeChange(key: RowKey, wish: Wish): Promise<Counters> {
  return (await tryChange(key, wish)).counters
}

interface Outcome {
  counters: Counters
  /** False where the row was as wished already. */
  isChanged: boolean
}

/** The same, and tells whether there was anything to change. */
export async function tryChange(key: RowKey, wish: Wish): Promise<Outcome> {
  const announce = (change: { isSeen?: true }) =>
    announceChange('own', { userId: key.userId, targetId: key.target.id, ...change })
  try {
    const { counters, isChanged } = await inTurn(`${key.userId} ${key.slot} ${key.target.id}`, key, wish)
    announce(wish.kind === 'view' ? { isSeen: true } : {})
    if (isChanged && wish.kind !== 'view') announceChange('counted', { targetId: key.target.id })
    return { counters, isChanged }
  } catch (error) {
    // it may have been written all the same
    announce({})
    throw error
  } finally {
    forgetFirst(key.target.id)
  }
}

/** Until all changes of this process are settled to their last step. */
export async function changesAtRest(): Promise<void> {
  while (turns.size > 0) await Promise.all(turns.values())
}

interface Change extends Outcome {
  /** What is left to do once the answer is known; another change of this row waits for it. */
  finish(): Promise<void>
}

async function change(key: RowKey, wish: Wish): Promise<Change> {
  for (const givesUpAt = Date.now() + PATIENCE_MS; Date.now() < givesUpAt;) {
    const row = await changeRow(key, wish)
    if (row) {
      const { counters, finish } = await countChange(row)
      return { counters: counters ?? gone(), isChanged: true, finish }
    }
    const standing = await findRow(key)
    if (isUnsettled(standing)) await waitFor(standing)
    else if (isAsWished(standing?.kind ?? 'none', wish)) {
      const counters = (await readCounters(key.target)) ?? gone()
      return { counters, isChanged: false, finish: async () => {} }
    }
  }
  throw new Unavailable('This is being changed somewhere else right now. Try again in a moment.')
}

/** Another process is at this very row: it will be done soon, or it died. */
async function waitFor(standing: UnsettledRow): Promise<void> {
  const taken = await claimRow(standing, STALE_AFTER_MS)
  if (taken) await settleChange(taken)
  else await sleep(5 + Math.random() * 20)
}

function findRow({ target, slot, userId }: RowKey): Promise<EngagementDocument | null> {
  return Engagement.collection.findOne({
    targetId: new Types.ObjectId(target.id),
    slot,
    userId: new Types.ObjectId(userId),
  }) as Promise<EngagementDocument | null>
}

function isUnsettled(row: EngagementDocument | null): row is UnsettledRow {
  return Boolean(row?.unsettledSince)
}

function gone(): never {
  throw new NotFound('This is no longer there.')
}

const turns = new Map<string, Promise<unknown>>()

/**
 * One change of a row at a time in this process, in the order they were asked for; others are kept apart by the row. The
 * answer is there as soon as the counters have followed, in which every write is on the disk; the steps that are left
 * belong to the turn, and nobody waits for them but who changes the same row.
 */
function inTurn(name: string, key: RowKey, wish: Wish): Promise<Change> {
  const before = turns.get(name) ?? Promise.resolve()
  const result = before.then(() => change(key, wish))
  const end = result
    .then(({ finish }) => finish())
    .catch(ignoreUnfinished)
    .finally(() => turns.get(name) === end && turns.delete(name))
  turns.set(name, end)
  return result
}

/** Whoever asked is told why it failed; what was cut after the answer, `reconcileEngagements` brings to its end. */
function ignoreUnfinished(error: unknown): void {
  logger.debug({ error }, 'a change is left to be settled')
}
