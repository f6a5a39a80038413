import type { Action } from '#shared/audit'
import { systemClock } from '../adapters/clock/index.ts'
import { appendEntry, type NewEntry } from './append-entries.ts'

/** Whoever does something; every Actor fits. */
export type Doer =
  { kind: 'user'; userId: string; name: string } | { kind: 'guest'; sessionId: string } | { kind: 'system' }

export interface RecordedAction {
  action: Action
  /** `video:65f...`: what it was done to. */
  target?: string
  /** Before and after, or what was asked for; plain JSON, never a secret. */
  changes?: Record<string, unknown>
  reason?: string
  /** Only for ACCESS_LOGS. */
  logAccessed?: number
}

/**
 * Leaves a trace; await it before answering, so that nothing is done that the log does not know of. Gives the entry's
 * seq.
 * @throws Unavailable or the database's own error, when the entry could not be written
 */
export function record(doer: Doer, done: RecordedAction): Promise<number> {
  return appendEntry({
    ...nameDoer(doer),
    action: done.action,
    log_accessed: done.logAccessed ?? null,
    timestamp: systemClock.now(),
    target: done.target?.toWellFormed() ?? null,
    changes: done.changes ? storable(done.changes) : null,
    reason: done.reason?.toWellFormed() ?? null,
  })
}

function nameDoer(doer: Doer): Pick<NewEntry, 'user_cc' | 'user_name'> {
  if (doer.kind === 'user') return { user_cc: doer.userId, user_name: doer.name.toWellFormed() }
  if (doer.kind === 'guest') return { user_cc: `guest:${doer.sessionId}`, user_name: 'Guest' }
  return { user_cc: 'system', user_name: 'System' }
}

/**
 * The value that will be read back, or its hash would not match then: plain JSON, no `undefined`, no lone surrogates, and
 * no key that BSON or JavaScript treats as special.
 */
function storable(changes: Record<string, unknown>): unknown {
  return clean(JSON.parse(JSON.stringify(changes)))
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(
    entries.map(([key, item]) => [key.toWellFormed().replaceAll('\0', ''), clean(item)]),
  )
}
