import { readStored, writeStored } from '~/composables/player/stored'

const KEY = 'clipway-vault-limit'
const GIB = 2 ** 30
/** What a browser keeps unless its owner says otherwise: a few hours of video. */
const DEFAULT_BYTES = 5 * GIB
/** What can be chosen. */
export const VAULT_LIMITS = [1 * GIB, 5 * GIB, 20 * GIB, 50 * GIB] as const

/** In bytes, of all copies in this browser together. */
export function readVaultLimit(): number {
  const stored = readStored(KEY)
  return typeof stored === 'number' && stored > 0 ? stored : DEFAULT_BYTES
}

export function writeVaultLimit(bytes: number): void {
  writeStored(KEY, bytes)
}
