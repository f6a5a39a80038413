import { setTimeout as sleep } from 'node:timers/promises'
import { logger } from '../logger.ts'

/** Longer than mail to the outbox or to a near SMTP server takes. */
const EVEN_MS = 250

/**
 * Lets work that only happens for known addresses (a mail, an entry in the log) take the same time as none: the caller
 * waits this long either way. What takes longer goes on behind the answer, and its failure is logged.
 */
export async function inEvenTime(work: (() => Promise<unknown>) | undefined): Promise<void> {
  const waited = sleep(EVEN_MS)
  work?.().catch((error: unknown) => logger.error({ error }, 'work behind an answer failed'))
  await waited
}
