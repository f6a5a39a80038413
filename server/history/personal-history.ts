import { Types } from 'mongoose'
import { WatchEvent } from '../engagement/watch-event.model.ts'
import { clearHistory } from './clear-history.ts'
import { WatchRecord } from './watch-record.model.ts'

/** Lines of the history, then the events behind them. */
export async function* exportHistoryBy(userId: string): AsyncIterable<object> {
  const own = { userId: new Types.ObjectId(userId) }
  for await (const { _id, userId: _, lastEvents: __, ...record } of WatchRecord.find(own).lean().cursor()) {
    yield { kind: 'watched', ...record }
  }
  for await (const { _id, userId: _, ...event } of WatchEvent.find(own).lean().cursor()) {
    yield { kind: 'event', ...event }
  }
}

export function eraseHistoryBy(userId: string): Promise<void> {
  return clearHistory(userId)
}
