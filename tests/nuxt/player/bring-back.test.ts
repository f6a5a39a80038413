import { afterEach, describe, expect, it, vi } from 'vitest'
import { initialState } from '~/composables/player/player-state'
import { createRecovery } from '~/composables/player/recover-stream'

const MASTER = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n360p.m3u8?r=1\n'
const MEDIA = '#EXTM3U\n#EXT-X-MAP:URI="pack?r=1",BYTERANGE="100@0"\n#EXTINF:4,\npack?r=1\n#EXT-X-ENDLIST\n'

/** Playlists stand; the bytes answer each of these in turn, the last for ever. */
function serve(...statuses: number[]): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL, init?: RequestInit) => {
    asked.push(`${url.pathname} ${(init?.headers as Record<string, string> | undefined)?.range ?? ''}`.trim())
    if (url.pathname.endsWith('master.m3u8')) return new Response(MASTER)
    if (url.pathname.endsWith('.m3u8')) return new Response(MEDIA)
    const status = statuses.length > 1 ? statuses.shift()! : statuses[0]!
    return new Response(null, { status })
  })
  return asked
}

function recovery() {
  const state = reactive(initialState())
  const reload = vi.fn(() => {
    state.hasFailed = false
    state.failure = null
  })
  const made = createRecovery({
    state,
    reload,
    playlistUrl: () => '/cdn/x/master.m3u8',
    errorCode: () => 2,
    onCaution: () => undefined,
  })
  return { state, reload, made }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a stream whose bytes are away', () => {
  it('shows that they are brought back, and begins by itself once they are there', async () => {
    const asked = serve(202, 202, 206)
    vi.useFakeTimers()
    const { state, reload, made } = recovery()
    made.recover()
    await vi.waitFor(() => expect(state.failure).toBe('restoring'))
    expect(state.hasFailed).toBe(true)
    expect(asked).toEqual(['/cdn/x/master.m3u8', '/cdn/x/360p.m3u8', '/cdn/x/pack bytes=0-0'])
    await vi.advanceTimersByTimeAsync(3000)
    // still on its way: what is said stays on the screen
    expect([state.failure, reload.mock.calls.length]).toEqual(['restoring', 0])
    await vi.advanceTimersByTimeAsync(3000)
    expect(reload).toHaveBeenCalledOnce()
    expect(state.failure).toBeNull()
    made.stop()
  })

  it('says at once that somebody’s copy has to come first, and waits for nothing', async () => {
    serve(410)
    vi.useFakeTimers()
    const { state, reload, made } = recovery()
    made.recover()
    await vi.waitFor(() => expect(state.failure).toBe('awaiting'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reload).not.toHaveBeenCalled()
    made.stop()
  })

  it('is tried again as ever where the bytes are there', async () => {
    serve(206)
    vi.useFakeTimers()
    const { state, reload, made } = recovery()
    made.recover()
    await vi.advanceTimersByTimeAsync(1000)
    expect(reload).toHaveBeenCalledOnce()
    expect(state.hasFailed).toBe(false)
    made.stop()
  })
})
