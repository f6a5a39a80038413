import { EventEmitter } from 'node:events'

const changes = new EventEmitter<{ change: [clipId: string] }>().setMaxListeners(0)

/** Tells this process's caches that what they know of a clip is old; others find out by their short times to live. */
export function announceClipChange(clipId: string): void {
  changes.emit('change', clipId)
}

export function onClipChange(listener: (clipId: string) => void): void {
  changes.on('change', listener)
}
