import { hkdfSync } from 'node:crypto'
import { config } from './config.ts'

/** Each use of the installation's secret has a key of its own (RFC 5869), so that none can stand in for another. */
export type KeyPurpose = 'audit-chain' | 'account-codes' | 'embed-tickets'

const keys = new Map<string, Buffer>()

/** 32 bytes, the same in every process with the same `CLIPWAY_SECRET`. */
export function derivedKey(purpose: KeyPurpose): Buffer {
  const { secret } = config()
  const name = `${purpose}:${secret}`
  const known = keys.get(name)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', secret, '', `clipway:${purpose}`, 32))
  keys.set(name, key)
  return key
}
