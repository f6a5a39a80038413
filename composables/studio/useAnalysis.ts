import type { ClipSuggestionView, ClipSuggestionsView, WaveformView } from '#shared/studio'
import { useApi } from '~/composables/useApi'

const ASK_AGAIN_MS = 5000

/** What was found out about a video: its waveform, and stretches that would make clips. Asked for until it is there. */
export function useAnalysis(video: { id: string; uuid: string }) {
  const api = useApi()
  const waveform = shallowRef<WaveformView | null>(null)
  const suggestions = shallowRef<ClipSuggestionView[]>([])
  const state = ref<ClipSuggestionsView['state'] | 'unknown'>('unknown')
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function load(): Promise<void> {
    const answer = await api<ClipSuggestionsView>(`/api/videos/${video.id}/clip-suggestions`).catch(
      () => null,
    )
    if (isGone) return
    if (answer) {
      state.value = answer.state
      suggestions.value = answer.items
    }
    // without an answer too: the network comes back
    if (!answer || answer.state === 'working') timer = setTimeout(() => void load(), ASK_AGAIN_MS)
    else if (answer.state === 'ready') await loadWaveform()
  }

  async function loadWaveform(): Promise<void> {
    waveform.value ??= await api<WaveformView>(`/cdn/${video.uuid}/waveform`).catch(() => null)
  }

  function drop(suggestion: ClipSuggestionView): void {
    suggestions.value = suggestions.value.filter((each) => each !== suggestion)
  }

  onMounted(() => void load())
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { waveform, suggestions, state, drop, reload: load }
}
