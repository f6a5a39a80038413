import type { ClipExportView, ExportClipBody } from '#shared/clips'
import type { Page } from '#shared/common'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

const POLL_MS = 4000

/** Files of a clip that the caller asked for, latest first, each followed until it is made. */
export function useClipExports(clipId: string) {
  const api = useApi()
  const files = ref<ClipExportView[]>([])
  const error = shallowRef<ApiError | null>(null)
  const streams = new Map<string, () => void>()

  async function load(): Promise<void> {
    await attempt(async () => {
      const page = await api<Page<ClipExportView>>(`/api/clips/${clipId}/exports`)
      files.value = page.items
      page.items.forEach(follow)
    })
  }

  async function request(body: ExportClipBody): Promise<void> {
    await attempt(async () => {
      const made = await api<ClipExportView>(`/api/clips/${clipId}/export`, { method: 'POST', body })
      files.value = [made, ...files.value.filter(({ id }) => id !== made.id)]
      follow(made)
    })
  }

  async function remove(id: string): Promise<void> {
    await attempt(async () => {
      await api(`/api/exports/${id}`, { method: 'DELETE' })
      stop(id)
      files.value = files.value.filter((file) => file.id !== id)
    })
  }

  function follow({ id, state }: ClipExportView): void {
    if (streams.has(id) || state === 'done' || state === 'failed') return
    const source = new EventSource(`/api/exports/${id}`)
    source.addEventListener('export', (event) => take(JSON.parse(event.data) as ClipExportView))
    // where a stream is refused or ends early, asking now and then does as well
    const timer = setInterval(() => source.readyState === EventSource.CLOSED && void ask(id), POLL_MS)
    streams.set(id, () => {
      source.close()
      clearInterval(timer)
    })
  }

  async function ask(id: string): Promise<void> {
    const view = await api<ClipExportView>(`/api/exports/${id}`).catch(() => null)
    if (view) take(view)
  }

  function take(view: ClipExportView): void {
    files.value = files.value.map((file) => (file.id === view.id ? view : file))
    if (view.state === 'done' || view.state === 'failed') stop(view.id)
  }

  function stop(id: string): void {
    streams.get(id)?.()
    streams.delete(id)
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    error.value = null
    try {
      await work()
    } catch (cause) {
      error.value = toApiError(cause)
    }
  }

  onScopeDispose(() => [...streams.keys()].forEach(stop))
  return { files, error, load, request, remove }
}
