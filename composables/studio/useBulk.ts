import type { BulkDeleteView, BulkUpdateBody, BulkView } from '#shared/studio'
import { useApi } from '~/composables/useApi'

const MAX_IDS = 100

/** One change to many videos, a hundred at a time. Both reject with ApiError. */
export function useBulk() {
  const api = useApi()

  async function updateVideos(
    ids: readonly string[],
    change: BulkUpdateBody['change'],
  ): Promise<Pick<BulkView, 'items' | 'failed'>> {
    const answers: BulkView[] = []
    for (const part of parts(ids)) {
      answers.push(await api<BulkView>('/api/videos', { method: 'PATCH', body: { ids: part, change } }))
    }
    return {
      items: answers.flatMap(({ items }) => items),
      failed: answers.flatMap(({ failed }) => failed),
    }
  }

  async function deleteVideos(ids: readonly string[]): Promise<BulkDeleteView> {
    const answers: BulkDeleteView[] = []
    for (const part of parts(ids)) {
      answers.push(await api<BulkDeleteView>('/api/videos/delete', { method: 'POST', body: { ids: part } }))
    }
    return {
      deleted: answers.flatMap(({ deleted }) => deleted),
      failed: answers.flatMap(({ failed }) => failed),
    }
  }

  return { updateVideos, deleteVideos }
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, index) =>
    ids.slice(index * MAX_IDS, (index + 1) * MAX_IDS),
  )
}
