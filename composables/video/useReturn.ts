import type { StorageStage } from '#shared/videos'

const LOOK_MS = 15_000

/** Looks now and then, while somebody has the page before them, whether a copy of what awaits one has come. */
export function useReturn(stage: () => StorageStage | undefined, refresh: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setInterval> | undefined

  function look(): void {
    if (document.visibilityState === 'visible') void refresh()
  }

  onMounted(() =>
    watch(
      () => stage() === 'AWAITING_PUSH',
      (isAwaited) => {
        clearInterval(timer)
        if (isAwaited) timer = setInterval(look, LOOK_MS)
      },
      { immediate: true },
    ),
  )
  onBeforeUnmount(() => clearInterval(timer))
}
