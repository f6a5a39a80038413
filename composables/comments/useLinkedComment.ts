import type { CommentView } from '#shared/comments'
import { useCommentActions } from '~/composables/comments/useCommentActions'

/** The comment that the address names (`#comment-<id>`), with the one above it where it is a reply. */
export function useLinkedComment(options: {
  /** The list is there, so that what is found is not replaced by it. */
  listed: () => Promise<unknown>
  onFound: (thread: CommentView) => void
}) {
  const { getComment } = useCommentActions()
  const route = useRoute()
  const linked = ref<CommentView | null>(null)
  const isMissing = ref(false)

  async function find(): Promise<void> {
    const id = /^#comment-([0-9a-f]{24})$/.exec(route.hash)?.[1]
    linked.value = null
    isMissing.value = false
    if (!id) return
    try {
      const comment = await getComment(id)
      const thread = comment.parentId ? await getComment(comment.parentId) : comment
      await options.listed()
      linked.value = comment
      options.onFound(thread)
      await scrollTo(id)
    } catch {
      isMissing.value = true
    }
  }

  onMounted(find)
  watch(() => route.hash, find)
  return { linked, isMissing }
}

const TRIES = 40
const WAIT_MS = 50

/** Replies are loaded when their thread opens, so it may take a moment until it is there. */
async function scrollTo(id: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const element = document.getElementById(`comment-${id}`)
    if (element) {
      element.scrollIntoView({ block: 'center' })
      element.focus({ preventScroll: true })
      return
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
}
