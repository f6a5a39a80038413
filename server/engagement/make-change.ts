import { setTimeout as sleep } from 'node:timers/promises'
import { Types } from 'mongoose'
import { NotFound, Unavailable } from '../errors.ts'
import { forgetFirst } from './first-engaged.ts'
import { changeRow, isAsWished, type RowKey, type UnsettledRow, type Wish } from './change-row.ts'
import { Engagement, type EngagementDocument } from './engagement.model.ts'
import { STALE_AFTER_MS, claimRow, settleChange } from './settle-change.ts'
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
export function tryChange(key: RowKey, wish: Wish): Promise<Outcome> {
  const changing = inTurn(`${key.userId} ${key.slot} ${key.target.id}`, () => change(key, wish))
  return changing.finally(() => forgetFirst(key.target.id))
}

async function change(key: RowKey, wish: Wish): Promise<Outcome> {
  for (const givesUpAt = Date.now() + PATIENCE_MS; Date.now() < givesUpAt;) {
    const row = await changeRow(key, wish)
    if (row) return { counters: (await settleChange(row)) ?? gone(), isChanged: true }
    const standing = await findRow(key)
    if (isUnsettled(standing)) await waitFor(standing)
    else if (isAsWished(standing?.kind ?? 'none', wish)) {
      return { counters: (await readCounters(key.target)) ?? gone(), isChanged: false }
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

/** One change of a row at a time in this process, in the order they were asked for; others are kept apart by the row. */
function inTurn<Result>(key: string, run: () => Promise<Result>): Promise<Result> {
  const before = turns.get(key) ?? Promise.resolve()
  const result = before.then(run, run)
  const end = result.catch(() => undefined).finally(() => turns.get(key) === end && turns.delete(key))
  turns.set(key, end)
  return result
}
