import { createHmac } from 'node:crypto'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { derivedKey } from '../derived-key.ts'
import { RateLimited, Unavailable } from '../errors.ts'

/** Per address, whether an account has it or not, so that the answer says nothing about that. */
const ATTEMPTS = {
  /** Wrong passwords, for one password: whoever chooses a new one starts anew. */
  login: { limit: 10, windowSeconds: 15 * 60 },
  /** Codes typed. */
  code: { limit: 30, windowSeconds: 3600 },
  /** Mails with codes. */
  mail: { limit: 5, windowSeconds: 3600 },
} as const

type AttemptKind = keyof typeof ATTEMPTS

/** `of`: what the attempts are at, where an address has more than one such thing in time. */
interface Attempt {
  kind: AttemptKind
  email: string
  of?: string
}

/**
 * Counts one attempt, whatever comes of it.
 * @throws RateLimited with Retry-After
 * @throws Unavailable when it cannot be counted: nothing is tried then
 */
export async function limitAttempts(attempt: Attempt): Promise<void> {
  const decision = await getLiveCache()
    .consume(keyOf(attempt), ATTEMPTS[attempt.kind])
    .catch((cause: unknown) => {
      throw new Unavailable('This is not possible right now. Try again in a minute.', { cause })
    })
  if (!decision.isAllowed) throw tooMany(decision.retryAfterSeconds)
}

/** The attempt that was counted turned out to be right. */
export async function giveBackAttempt(attempt: Attempt): Promise<void> {
  await getLiveCache().consume(keyOf(attempt), { ...ATTEMPTS[attempt.kind], points: -1 })
}

export function tooMany(retryAfterSeconds: number): RateLimited {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds))
  return new RateLimited(`Too many attempts for this address. Try again in ${Math.ceil(seconds / 60)} min.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

/** The address itself is nobody's business in a cache. */
function keyOf({ kind, email, of = '' }: Attempt): string {
  const digest = createHmac('sha256', derivedKey('account-codes'))
    .update(`${email} ${of}`)
    .digest('base64url')
  return `attempts:${kind}:${digest}`
}
