import { trusted } from 'mongoose'
import type { Action } from '#shared/audit'
import { ActionLog, type ActionLogDocument } from './action-log.model.ts'
import { record, type Doer } from './record.ts'

export interface ActionLogQuery {
  limit: number
  /** Entries older than this seq. */
  beforeSeq?: number
  action?: Action
  userId?: string
}

export type ActionLogEntry = Omit<ActionLogDocument, '_id'>

/** The only way to read the log, newest first; the reading is an entry itself. Who may call it is for the caller to check. */
export async function readActionLogs(reader: Doer, query: ActionLogQuery): Promise<ActionLogEntry[]> {
  const entries = await ActionLog.find({
    ...(query.action && { action: query.action }),
    ...(query.userId && { user_cc: query.userId }),
    ...(query.beforeSeq && { seq: trusted({ $lt: query.beforeSeq }) }),
  })
    .sort({ seq: -1 })
    .limit(query.limit)
    .select('-_id')
    .lean<ActionLogEntry[]>()
  await record(reader, {
    action: 'ACCESS_LOGS',
    logAccessed: entries[0]?.seq ?? 0,
    changes: { query: { ...query }, count: entries.length },
  })
  return entries
}
