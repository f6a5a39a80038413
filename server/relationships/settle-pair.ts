import { setFollow } from '../engagement/set-follow.ts'
import { NotFound } from '../errors.ts'
import { markSettled, readPair, writeRow, type PairIds, type PairRows } from './pair-rows.ts'
import { nextSettlement } from './relationship-transitions.ts'
import { renewViewerScope } from './viewer-scope.ts'

/**
 * Brings a pair to what it must be after either row was written: a block stands alone and ends the follows, two who ask
 * each other are connected by one row. It may be cut anywhere and run twice at once; the mark goes last.
 */
export async function settlePair(ids: PairIds): Promise<PairRows> {
  for (;;) {
    const pair = await readPair(ids)
    const step = nextSettlement(pair, ids.me < ids.other)
    if (step) {
      await writeRow(ids, pair, step)
      continue
    }
    if (isUnsettledBlock(pair)) {
      await endFollow(ids.me, ids.other)
      await endFollow(ids.other, ids.me)
    }
    // before the mark goes: who was cut here does it again
    await renewViewerScope(ids.me, ids.other)
    await markSettled(pair)
    return pair
  }
}

function isUnsettledBlock({ mine, theirs }: PairRows): boolean {
  return [mine, theirs].some((row) => row?.status === 'blocked' && row.unsettledSince)
}

async function endFollow(userId: string, followedId: string): Promise<void> {
  try {
    await setFollow(userId, followedId, false)
  } catch (error) {
    // somebody who is gone is followed by nobody
    if (!(error instanceof NotFound)) throw error
  }
}
