import type { CommentView } from '#shared/comments'
import type { CountersView } from '#shared/engagement'
import { useApi } from '~/composables/useApi'

/** What can be done to one comment, wherever it is shown. All reject with ApiError. */
export function useCommentActions() {
  const api = useApi()
  const path = (id: string) => `/api/comments/${id}`
  return {
    getComment: (id: string) => api<CommentView>(path(id)),
    editComment: (id: string, text: string) =>
      api<CommentView>(path(id), { method: 'PATCH', body: { text } }),
    deleteComment: (id: string) => api(path(id), { method: 'DELETE' }),
    setLiked: (id: string, isLiked: boolean) =>
      api<CountersView>(`${path(id)}/like`, { method: isLiked ? 'POST' : 'DELETE' }),
  }
}
