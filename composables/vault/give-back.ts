import type { VAULT_PIECE_BYTES, VaultNeededView, VaultReceivedView } from '#shared/storage'
import { toApiError, type ApiError } from '../api-error'

export type NeededCopy = VaultNeededView['items'][number]

export interface GiveBackReach {
  /** Null once nobody needs it any more: somebody else brought it, or it was deleted. */
  ask(videoId: string): Promise<NeededCopy | null>
  send(videoId: string, offset: number, piece: Blob, signal: AbortSignal): Promise<VaultReceivedView>
  pause(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** The value itself would bring the whole contract and its schemas along. */
const PIECE_BYTES: typeof VAULT_PIECE_BYTES = 8_388_608
/** Waits before a piece is sent again, in milliseconds. */
const WAITS_MS = [1000, 4000, 15_000, 60_000]
const OUT_OF_STEP = 409
/** The server has all of it and publishes it: each look waits there for some seconds. */
const LOOKS_AT_END = 6

/**
 * Sends a copy piece by piece, from where the server stands. Resolves once the video can be watched again, is about to
 * be, or needs no copy any more.
 * @throws ApiError, and the signal's reason when it is aborted
 */
export async function giveBack(
  needed: NeededCopy,
  file: Blob,
  reach: GiveBackReach,
  { signal, onSent }: { signal: AbortSignal; onSent(bytes: number): void },
): Promise<void> {
  const { videoId } = needed
  let failures = 0
  let looksAtEnd = 0
  let at = needed.receivedBytes
  for (;;) {
    onSent(at)
    try {
      const piece = file.slice(at, at + PIECE_BYTES)
      const received = await reach.send(videoId, at, piece, signal)
      if (received.stage !== 'AWAITING_PUSH') return
      if (at >= needed.sizeBytes && ++looksAtEnd === LOOKS_AT_END) return
      at = received.receivedBytes
      failures = 0
    } catch (cause) {
      signal.throwIfAborted()
      const failure = toApiError(cause)
      const waitMs = WAITS_MS[failures++]
      if (waitMs === undefined || !mayPass(failure)) throw failure
      if (failure.statusCode !== OUT_OF_STEP) await reach.pause(waitMs, signal)
      const now = await reach.ask(videoId).catch(() => needed)
      if (!now) return
      at = now.receivedBytes
    }
  }
}

/** No answer, too much at once, a server that is busy, or another browser that gives the same copy. */
function mayPass({ statusCode }: ApiError): boolean {
  return statusCode === 0 || statusCode === 429 || statusCode === OUT_OF_STEP || statusCode >= 500
}
