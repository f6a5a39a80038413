import type { VideoState } from '#shared/videos'

/**
 * Which state may follow which. A video that people can watch never goes back: when its ladder fails it stays
 * playable. A failed one may still get there, since an admin can run its dead job again.
 */
const NEXT_STATES = {
  uploading: ['preparing', 'failed'],
  preparing: ['playable', 'ready', 'failed'],
  playable: ['playable', 'ready'],
  ready: ['ready'],
  failed: ['preparing', 'playable', 'ready'],
} as const satisfies Record<VideoState, readonly VideoState[]>

export const WATCHABLE_STATES = ['playable', 'ready'] as const satisfies readonly VideoState[]

export function canAdvance(from: VideoState, to: VideoState): boolean {
  return (NEXT_STATES[from] as readonly VideoState[]).includes(to)
}

/** What a compare-and-set to `to` expects to find. */
export function statesBefore(to: VideoState): VideoState[] {
  return (Object.keys(NEXT_STATES) as VideoState[]).filter((from) => canAdvance(from, to))
}

export function isWatchable(state: VideoState): boolean {
  return (WATCHABLE_STATES as readonly VideoState[]).includes(state)
}

/** Nothing more will happen to it by itself. */
export function isSettled(state: VideoState): boolean {
  return state === 'ready' || state === 'failed'
}
