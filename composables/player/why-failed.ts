/** Why a stream could not be played, as far as a browser can tell. */
export type FailureReason =
  | 'offline'
  | 'gone'
  | 'forbidden'
  | 'server'
  | 'network'
  | 'picture'
  /** Storage brings it back: it plays in a moment. */
  | 'restoring'
  /** Not on the server: somebody's copy has to come first. */
  | 'awaiting'

/** HTMLMediaElement.error (HTML standard, 4.8.11.1): the bytes came, and the browser could make nothing of them. */
const DECODE_CODES = [3, 4]

/** From a playlist over that of one rendition to the bytes. */
const MAX_STEPS = 3
const RESTORING = 202
const AWAITING = 410

/**
 * Asks for the playlist once more, since the player's own error says little, and for the first byte that it names:
 * playlists stand also where that is away. Answers that are as they should be leave the line, or what the browser can
 * show.
 */
export async function whyFailed(playlistUrl: string, errorCode: number | null): Promise<FailureReason> {
  if (!navigator.onLine) return 'offline'
  const { status, isOfBytes } = await follow(playlistUrl)
  if (isOfBytes && status === RESTORING) return 'restoring'
  if (isOfBytes && status === AWAITING) return 'awaiting'
  return reasonOf(status, errorCode)
}

interface Followed {
  status: number
  isOfBytes: boolean
}

/** The first answer that is not as it should be, or that of the bytes. */
async function follow(playlistUrl: string): Promise<Followed> {
  let url = new URL(playlistUrl, location.href)
  for (let step = 1; ; step++) {
    const isOfBytes = !url.pathname.endsWith('.m3u8')
    const headers = isOfBytes ? { range: 'bytes=0-0' } : undefined
    const answer = await fetch(url, { cache: 'no-store', headers }).catch(() => null)
    if (!answer) return { status: 0, isOfBytes }
    const next = answer.ok && !isOfBytes && step < MAX_STEPS ? firstAddress(await answer.text()) : null
    if (!next) {
      await answer.body?.cancel().catch(() => undefined)
      return { status: answer.status, isOfBytes }
    }
    url = new URL(next, url)
  }
}

/** Lines that are no tag are addresses (RFC 8216, 4.1). */
function firstAddress(playlist: string): string | null {
  const lines = playlist.split('\n').map((line) => line.trim())
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? null
}

/** `status`: of the playlist, 0 where no answer came. */
export function reasonOf(status: number, errorCode: number | null): FailureReason {
  if (status === 404 || status === 410) return 'gone'
  if (status === 401 || status === 403) return 'forbidden'
  if (status >= 500 || status === 429) return 'server'
  if (status > 0 && errorCode !== null && DECODE_CODES.includes(errorCode)) return 'picture'
  return 'network'
}
