import { announceChange, onChange } from '../changes.ts'

/** Tells caches that what they know of a clip is old. Processes that cannot be told find out by short times to live. */
export function announceClipChange(clipId: string): void {
  announceChange('clip', { clipId })
}

export function onClipChange(listener: (clipId: string) => void): void {
  onChange('clip', ({ clipId }) => listener(clipId))
}
