import type { UploadItem, UploadPhase } from '~/composables/upload/upload-item'

export type UploadAction = 'pause' | 'resume' | 'retry' | 'cancel' | 'dismiss' | 'watch' | 'choose'

const ACTIONS = {
  checking: ['cancel'],
  refused: ['dismiss'],
  compressing: ['cancel'],
  waiting: ['cancel'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  offline: ['pause', 'cancel'],
  finishing: [],
  preparing: [],
  playable: ['watch', 'dismiss'],
  ready: ['watch', 'dismiss'],
  failed: ['retry', 'dismiss'],
  needs_file: ['choose', 'cancel'],
  expired: ['dismiss'],
} as const satisfies Record<UploadPhase, readonly UploadAction[]>

/** What can be done with an upload now. `dismiss` takes it off the list; `cancel` removes what was sent. */
export function actionsOf({
  phase,
  canRetry,
}: Pick<UploadItem, 'phase' | 'canRetry'>): ReadonlySet<UploadAction> {
  const actions = new Set<UploadAction>(ACTIONS[phase])
  if (!canRetry) actions.delete('retry')
  return actions
}
