import type { Step } from './now-playing'

/** Longer lists are nobody's way back. */
const MAX_STEPS = 100

interface Played {
  id: string
  step: Step
}

/** What was opened in this visit, in order: the way back for Shift+P, and what need not come again. */
export function usePlayedBefore(id: string) {
  const played = useState<Played[]>('played', () => [])
  const ids = computed(() => played.value.map((each) => each.id))

  /** Going back is no step forward: what came after is forgotten. */
  function remember(step: Step): void {
    const at = ids.value.indexOf(id)
    const before = at < 0 ? played.value : played.value.slice(0, at)
    played.value = [...before, { id, step }].slice(-MAX_STEPS)
  }

  const previous = computed(() => {
    const at = ids.value.indexOf(id)
    return (at < 0 ? played.value.at(-1) : played.value[at - 1])?.step ?? null
  })

  return { ids, previous, remember }
}
