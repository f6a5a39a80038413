import type { PlayerState } from './player-state'
import { nextTry } from './recovery'
import { whyFailed, type FailureReason } from './why-failed'

/** Storage is asked so often whether what it brings back is there. */
const RESTORE_LOOK_MS = 3000
/** So long a smaller picture plays after a failure before more is tried again. */
const CAUTION_MS = 30_000

interface Reach {
  state: PlayerState
  reload(): void
  playlistUrl(): string
  errorCode(): number | null
  /** The quality is to be chosen again: `cautiousHeight` changed. */
  onCaution(): void
}

/**
 * Waits and tries a failed stream again, smaller; while the network is gone it waits for that, and gives nothing up.
 */
export function createRecovery({ state, reload, playlistUrl, errorCode, onCaution }: Reach) {
  let failures = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let cautionTimer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  /** Not more than this while a bad line is being waited out. */
  let cautiousHeight: number | null = null

  function recover(): void {
    state.isWaiting = false
    clearTimeout(retryTimer)
    const next = nextTry(state.isOffline ? 0 : failures, state.heights, state.playingHeight)
    if (!next) return giveUp()
    state.isWaiting = true
    if (state.isOffline) return
    failures++
    void lookAtStorage()
    if (next.height !== null) beCautious(next.height)
    retryTimer = setTimeout(reload, next.waitMs)
  }

  function giveUp(): void {
    stop(null)
    void whyFailed(playlistUrl(), errorCode()).then((reason) => {
      if (state.hasFailed) state.failure = reason
    })
  }

  function stop(reason: FailureReason | null): void {
    clearTimeout(retryTimer)
    state.failure = reason
    state.hasFailed = true
    state.isPlaying = false
    state.isWaiting = false
    // whoever tries again by hand begins anew
    failures = 0
  }

  /** Neither a smaller picture nor a better line helps where the bytes are away. */
  async function lookAtStorage(): Promise<void> {
    const asked = playlistUrl()
    const reason = await whyFailed(asked, errorCode())
    if (isOver || asked !== playlistUrl() || (reason !== 'restoring' && reason !== 'awaiting')) return
    stop(reason)
    if (reason === 'restoring') retryTimer = setTimeout(lookAgain, RESTORE_LOOK_MS)
  }

  /** What it says stays on the screen until something has changed. */
  async function lookAgain(): Promise<void> {
    const asked = playlistUrl()
    const reason = await whyFailed(asked, errorCode())
    if (isOver || asked !== playlistUrl() || state.failure !== 'restoring') return
    if (reason === 'restoring') retryTimer = setTimeout(lookAgain, RESTORE_LOOK_MS)
    else reload()
  }

  function beCautious(height: number): void {
    cautiousHeight = height
    clearTimeout(cautionTimer)
    cautionTimer = setTimeout(() => {
      forgetCaution()
      onCaution()
    }, CAUTION_MS)
  }

  function forgetCaution(): void {
    clearTimeout(cautionTimer)
    cautiousHeight = null
  }

  function followLine(): void {
    state.isOffline = !navigator.onLine
    if (state.isOffline || !(state.hasFailed || state.isWaiting)) return
    failures = 0
    reload()
  }

  if (import.meta.client) {
    for (const event of ['online', 'offline']) addEventListener(event, followLine)
    state.isOffline = !navigator.onLine
  }

  function end(): void {
    isOver = true
    clearTimeout(retryTimer)
    clearTimeout(cautionTimer)
    if (import.meta.server) return
    for (const event of ['online', 'offline']) removeEventListener(event, followLine)
  }

  return {
    recover,
    forgetCaution,
    stop: end,
    cautiousHeight: () => cautiousHeight,
    /** It plays: what failed before is over. */
    succeed: () => void (failures = 0),
    /** It is being loaded anyway. */
    cancel: () => clearTimeout(retryTimer),
  }
}
