/** Between two tellings of the time, at the greatest speed. */
const LONGEST_STEP_SECONDS = 1

/**
 * Classes of what shows the time on a bar. It is told a few times a second, and the bar glides from one to the next by
 * itself, which costs the page nothing; to where somebody goes or draws it jumps.
 */
export function useGlide(currentTime: () => number, dragged: Readonly<Ref<number | null>>) {
  const isStep = ref(false)
  watch(currentTime, (now, before) => (isStep.value = now > before && now - before < LONGEST_STEP_SECONDS))
  return computed(() =>
    isStep.value && dragged.value === null ? 'transition-transform duration-250 ease-linear' : '',
  )
}
