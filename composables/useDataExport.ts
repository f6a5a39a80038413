import type { DataExportView } from '#shared/personal-data'
import { useApi } from '~/composables/useApi'

const ASK_AGAIN_MS = 2000

/** The newest export of the person's data; asked for again while it is being made. In the browser only. */
export function useDataExport() {
  const api = useApi()
  const dataExport = ref<DataExportView | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function load(): Promise<void> {
    clearTimeout(timer)
    show(await api<DataExportView>('/api/me/export/status'))
  }

  async function start(includesVideos: boolean): Promise<void> {
    show(await api<DataExportView>('/api/me/export', { method: 'POST', body: { includesVideos } }))
  }

  function show(view: DataExportView): void {
    dataExport.value = view
    const isOpen = view.state === 'waiting' || view.state === 'working'
    // one question that got no answer is no reason to stop asking
    if (isOpen && !isGone) timer = setTimeout(() => load().catch(() => show(view)), ASK_AGAIN_MS)
  }

  onScopeDispose(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { dataExport: readonly(dataExport), load, start }
}
