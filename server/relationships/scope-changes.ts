import { announceChange, onChange, type Origin } from '../changes.ts'

/** What these people are to be shown is not what it was: they follow, block, or prefer otherwise. */
export function announceScopeChange(...userIds: string[]): void {
  announceChange('scope', { userIds })
}

/** @returns stops listening */
export function onScopeChange(listener: (userIds: readonly string[], origin: Origin) => void): () => void {
  return onChange('scope', ({ userIds }, origin) => listener(userIds, origin))
}
