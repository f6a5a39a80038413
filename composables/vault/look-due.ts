import { readStored, writeStored } from '~/composables/player/stored'

const KEY = 'clipway-vault-asked'
const PAUSE_MS = 60_000

/** Whether this browser may ask for this person again what is needed; notes that it did. Every tab counts. */
export function takeLook(userId: string, hasJustLoggedIn: boolean, now = Date.now()): boolean {
  const last = readStored(KEY) as { userId?: unknown; at?: unknown } | undefined
  const isRecent =
    last?.userId === userId && typeof last.at === 'number' && Math.abs(now - last.at) < PAUSE_MS
  if (isRecent && !hasJustLoggedIn) return false
  writeStored(KEY, { userId, at: now })
  return true
}
