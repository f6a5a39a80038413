import { EventEmitter } from 'node:events'

const changes = new EventEmitter<{ change: [userIds: string[]] }>().setMaxListeners(0)

/** Tells this process's streams at once; those of other processes find out by asking. */
export function announceNotifications(userIds: string[]): void {
  changes.emit('change', userIds)
}

/** @returns stops listening */
export function onNotifications(listener: (userIds: string[]) => void): () => void {
  changes.on('change', listener)
  return () => changes.off('change', listener)
}
