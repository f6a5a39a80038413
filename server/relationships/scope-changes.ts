import { EventEmitter } from 'node:events'

const changes = new EventEmitter<{ change: [readonly string[]] }>().setMaxListeners(0)

/** What these people are to be shown is not what it was: they follow, block, or prefer otherwise. */
export function announceScopeChange(...userIds: string[]): void {
  changes.emit('change', userIds)
}

/** @returns stops listening */
export function onScopeChange(listener: (userIds: readonly string[]) => void): () => void {
  changes.on('change', listener)
  return () => changes.off('change', listener)
}
