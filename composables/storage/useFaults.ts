import type { OrphansView, StorageFaultPage, StorageFaultView } from '#shared/storage'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

const VIDEOS_AT_ONCE = 50

/** A look through everything that is stored, page by page, so that it can be stopped and shows what it has found. */
export function useFaults() {
  const api = useApi()
  const faults = ref<StorageFaultView[]>([])
  const orphans = ref<OrphansView['items']>([])
  const isChecking = ref(false)
  const isDone = ref(false)
  const looked = ref(0)
  const error = ref<ApiError | null>(null)
  let run = 0

  async function check(isDeep: boolean): Promise<void> {
    const mine = ++run
    faults.value = []
    orphans.value = []
    looked.value = 0
    isDone.value = false
    error.value = null
    isChecking.value = true
    try {
      await lookThrough(isDeep, () => mine === run)
      if (mine !== run) return
      orphans.value = (await api<OrphansView>('/api/admin/tiers/orphans')).items
      isDone.value = true
    } catch (cause) {
      if (mine === run) error.value = toApiError(cause)
    } finally {
      if (mine === run) isChecking.value = false
    }
  }

  async function lookThrough(isDeep: boolean, isWanted: () => boolean): Promise<void> {
    let cursor: string | null | undefined
    do {
      const query = { limit: VIDEOS_AT_ONCE, deep: String(isDeep), cursor: cursor ?? undefined }
      const page = await api<StorageFaultPage>('/api/admin/tiers/faults', {
        query,
      })
      if (!isWanted()) return
      faults.value.push(...page.items)
      looked.value += page.looked
      cursor = page.nextCursor
    } while (cursor)
  }

  function stop(): void {
    run++
    isChecking.value = false
  }

  /** @throws ApiError */
  async function repair({ videoId }: StorageFaultView): Promise<void> {
    await api(`/api/admin/tiers/faults/${videoId}`, { method: 'POST' })
    faults.value = faults.value.filter((fault) => fault.videoId !== videoId)
  }

  onBeforeUnmount(stop)
  return { faults, orphans, isChecking, isDone, looked, error, check, stop, repair }
}
