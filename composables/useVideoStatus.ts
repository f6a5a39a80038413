import type { VideoState, VideoStatusView } from '#shared/videos'
import { useApi } from '~/composables/useApi'

const FINAL_STATES: readonly VideoState[] = ['ready', 'failed']
/** Browsers open six connections to a host over HTTP/1.1; lists must leave some for everything else. */
const MAX_STREAMS = 3
const POLL_MS = 4000
let openStreams = 0

/**
 * Follows the processing of a video until it is over: by server-sent events, by asking again where too many streams
 * are open or the stream was refused. Works in the browser only; on the server it stays null.
 */
export function useVideoStatus(id: () => string, initial: () => VideoState | undefined) {
  const api = useApi()
  const status = ref<VideoStatusView | null>(null)
  let stop = () => {}

  function follow(): void {
    stop()
    status.value = null
    const state = initial()
    if (!state || state === 'ready') return
    // why it failed is in its status alone
    if (state === 'failed') return void askOnce()
    stop = openStreams < MAX_STREAMS ? listen() : poll()
  }

  function take(next: VideoStatusView): void {
    status.value = next
    if (FINAL_STATES.includes(next.state)) stop()
  }

  async function askOnce(signal?: AbortSignal): Promise<void> {
    const answer = await api<VideoStatusView>(`/api/videos/${id()}/status`, { signal }).catch(() => null)
    if (answer && !signal?.aborted) take(answer)
  }

  function listen(): () => void {
    const source = new EventSource(`/api/videos/${id()}/status`)
    openStreams++
    let close = () => {
      openStreams--
      source.close()
      close = () => {}
    }
    source.addEventListener('status', (event) => take(JSON.parse(event.data) as VideoStatusView))
    source.onerror = () => {
      // a stream that was merely cut reconnects by itself
      if (source.readyState !== EventSource.CLOSED) return
      close()
      stop = poll()
    }
    return () => close()
  }

  function poll(): () => void {
    const asking = new AbortController()
    const timer = setInterval(() => askOnce(asking.signal), POLL_MS)
    return () => {
      asking.abort()
      clearInterval(timer)
    }
  }

  onMounted(follow)
  watch([id, () => initial() === undefined], follow)
  onBeforeUnmount(() => stop())
  return status
}
