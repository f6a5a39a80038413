/** Whole seconds until something may be done again. Measured by the clock, so a sleeping tab does not stretch it. */
export function useCountdown() {
  const secondsLeft = ref(0)
  let endsAt = 0
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    secondsLeft.value = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
    if (secondsLeft.value === 0) clearInterval(timer)
  }

  function start(seconds: number): void {
    clearInterval(timer)
    endsAt = Date.now() + seconds * 1000
    timer = setInterval(tick, 250)
    tick()
  }

  onScopeDispose(() => clearInterval(timer))
  return { secondsLeft: readonly(secondsLeft), start }
}
