import type { DemoView } from '#shared/demo'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

const POLL_MS = 1000

/** Demo content for an empty site; for admins. `onAdded` runs when the first of it can be looked at. */
export function useDemo(onAdded: () => unknown) {
  const api = useApi()
  const demo = ref<DemoView | null>(null)
  const problem = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    await follow(() => api<DemoView>('/api/admin/demo'))
  }

  async function add(): Promise<void> {
    await follow(() => api<DemoView>('/api/admin/demo', { method: 'POST' }))
  }

  /** Stops the making of it, too. */
  async function remove(): Promise<void> {
    await follow(async () => {
      await api('/api/admin/demo', { method: 'DELETE' })
      return api<DemoView>('/api/admin/demo')
    })
  }

  async function follow(ask: () => Promise<DemoView>): Promise<void> {
    const wasAdding = demo.value?.state === 'adding'
    try {
      demo.value = await ask()
      problem.value = ''
    } catch (error) {
      problem.value = toApiError(error).message
    }
    clearTimeout(timer)
    if (demo.value?.state === 'adding') timer = setTimeout(() => void load(), POLL_MS)
    else if (wasAdding) await onAdded()
  }

  onScopeDispose(() => clearTimeout(timer))
  return { demo, problem, load, add, remove }
}
