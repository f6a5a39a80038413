/** Why a stream could not be played, as far as a browser can tell. */
export type FailureReason = 'offline' | 'gone' | 'forbidden' | 'server' | 'network' | 'picture'

/** HTMLMediaElement.error (HTML standard, 4.8.11.1): the bytes came, and the browser could make nothing of them. */
const DECODE_CODES = [3, 4]

/**
 * Asks for the playlist once more, since the player's own error says little. An answer that is as it should be leaves
 * the line, or what the browser can show.
 */
export async function whyFailed(playlistUrl: string, errorCode: number | null): Promise<FailureReason> {
  if (!navigator.onLine) return 'offline'
  const status = await fetch(playlistUrl, { cache: 'no-store' }).then(
    (answer) => answer.status,
    () => 0,
  )
  return reasonOf(status, errorCode)
}

/** `status`: of the playlist, 0 where no answer came. */
export function reasonOf(status: number, errorCode: number | null): FailureReason {
  if (status === 404 || status === 410) return 'gone'
  if (status === 401 || status === 403) return 'forbidden'
  if (status >= 500 || status === 429) return 'server'
  if (status > 0 && errorCode !== null && DECODE_CODES.includes(errorCode)) return 'picture'
  return 'network'
}
