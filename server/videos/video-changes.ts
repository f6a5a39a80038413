import { announceChange, onChange, type Changes, type Origin } from '../changes.ts'

export type VideoChange = Changes['video']

/** Tells caches that what they know of a video is old. Processes that cannot be told find out by short times to live. */
export function announceVideoChange(change: VideoChange): void {
  announceChange('video', change)
}

/** @returns stops listening */
export function onVideoChange(listener: (change: VideoChange, origin: Origin) => void): () => void {
  return onChange('video', listener)
}
