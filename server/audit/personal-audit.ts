import { ActionLog, type ActionLogDocument } from './action-log.model.ts'

/** What somebody did, oldest first. Asking for the export is itself an entry, so this reading leaves no other. */
export async function* exportActionsBy(userId: string): AsyncIterable<object> {
  const entries = ActionLog.find({ user_cc: userId }).sort({ seq: 1 }).lean<ActionLogDocument[]>().cursor()
  for await (const { action, timestamp, target, changes } of entries as AsyncIterable<ActionLogDocument>) {
    yield { action, timestamp, target, changes }
  }
}
