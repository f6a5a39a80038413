import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { createGate } from './gate.ts'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** OWASP's smallest recommended scrypt (Password Storage Cheat Sheet): 16 MiB, about 110 ms on one core. */
const COST = { N: 2 ** 14, r: 8, p: 5 }
const KEY_BYTES = 32
const SALT_BYTES = 16

/**
 * Hashing runs in libuv's pool of four threads, which files need as well, so only two run at once. Those that wait are
 * bounded: at a hundred the last one waits six seconds.
 */
const gate = createGate({ running: 2, waiting: 100, busy: 'Too many people log in right now.' })

/** The PHC string `$scrypt$n=16384,r=8,p=5$salt$hash`, so that the cost can grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await gate(() => deriveKey(password, salt, COST))
  return format(COST, salt, hash)
}

/** Takes as long for an account that does not exist (`stored` undefined or empty) as for one that does. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const known = parse(stored)
  const { cost, salt, hash } = known ?? NOBODY
  const candidate = await gate(() => deriveKey(password, salt, cost))
  return timingSafeEqual(candidate, hash) && known !== undefined
}

interface StoredHash {
  cost: typeof COST
  salt: Buffer
  hash: Buffer
}

const NOBODY: StoredHash = { cost: COST, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(KEY_BYTES) }

/** NFC: the same password typed on another keyboard may come decomposed (NIST SP 800-63B, 5.1.1.2). */
function deriveKey(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return derive(password.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r })
}

function format({ N, r, p }: typeof COST, salt: Buffer, hash: Buffer): string {
  return `$scrypt$n=${N},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

function parse(stored: string | undefined): StoredHash | undefined {
  const match = /^\$scrypt\$n=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored ?? '')
  if (!match) return undefined
  const [, N, r, p, salt, hash] = match
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt!, 'base64url'),
    hash: Buffer.from(hash!, 'base64url'),
  }
}
