import { systemClock } from '../adapters/clock/index.ts'
import { logger } from '../logger.ts'
import { accountsSql } from './tables.ts'

/** "Last seen" is for people to read, so one write in a while is enough for thousands of requests. */
const EVERY_MS = 5 * 60_000
/**
 * Those of so long are written together: each write waits for the disk, and with SQLite everybody's request waits
 * meanwhile. Two hundred people who come within some seconds held them all up two hundred times.
 */
const GATHER_MS = 2_000
/** Parameters that one statement may carry, with room to spare. */
const AT_ONCE = 500

interface Gathered {
  db: ReturnType<typeof accountsSql>
  sessions: Set<string>
  tokens: Set<string>
}

let gathered: Gathered | undefined

/** Writes in the background: nobody's request waits for it, and losing it loses nothing. */
export function noteSessionSeen(sessionId: string, lastSeenAt: number, now: Date): void {
  if (now.getTime() - lastSeenAt >= EVERY_MS) gather().sessions.add(sessionId)
}

export function noteTokenUsed(tokenId: string, lastUsedAt: number | null, now: Date): void {
  if (now.getTime() - (lastUsedAt ?? 0) >= EVERY_MS) gather().tokens.add(tokenId)
}

function gather(): Gathered {
  // of this database alone: by the time it is written there may be another, or none
  const db = accountsSql()
  if (gathered?.db === db) return gathered
  const next: Gathered = { db, sessions: new Set(), tokens: new Set() }
  gathered = next
  setTimeout(() => {
    if (gathered === next) gathered = undefined
    write(next).catch((error: unknown) => logger.warn({ error }, 'last use was not noted'))
  }, GATHER_MS).unref()
  return next
}

async function write({ db, sessions, tokens }: Gathered): Promise<void> {
  const now = systemClock.now().getTime()
  for (const ids of inParts([...sessions])) {
    await db.updateTable('sessions').set({ last_seen_at: now }).where('id', 'in', ids).execute()
  }
  for (const ids of inParts([...tokens])) {
    await db.updateTable('api_tokens').set({ last_used_at: now }).where('id', 'in', ids).execute()
  }
}

function inParts(ids: string[]): string[][] {
  const parts: string[][] = []
  for (let start = 0; start < ids.length; start += AT_ONCE) parts.push(ids.slice(start, start + AT_ONCE))
  return parts
}
