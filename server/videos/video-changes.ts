import { EventEmitter } from 'node:events'

export interface VideoChange {
  videoId: string
  uuid: string
}

const changes = new EventEmitter<{ change: [VideoChange] }>().setMaxListeners(0)

/** Tells this process's caches that what they know of a video is old. Other processes find out by their short times to live. */
export function announceVideoChange(change: VideoChange): void {
  changes.emit('change', change)
}

/** @returns stops listening */
export function onVideoChange(listener: (change: VideoChange) => void): () => void {
  changes.on('change', listener)
  return () => changes.off('change', listener)
}
