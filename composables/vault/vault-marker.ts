import { readStored, writeStored } from '~/composables/player/stored'

const KEY = 'clipway-vault'

/** Whether this browser keeps anything: asked on every page, where nothing else of the vault is loaded. */
export function holdsCopies(): boolean {
  return readStored(KEY) === true
}

export function markVault(holds: boolean): void {
  writeStored(KEY, holds)
}
