import type { MeView } from '#shared/accounts'
import type { CommentView } from '#shared/comments'
import type { Page } from '#shared/common'
import { NO_ANSWER, toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'

/** A comment as it is shown: one that is on its way, or could not be sent, has no id of the server's yet. */
export interface CommentItem extends CommentView {
  isSending?: boolean
  sendError?: ApiError
}

interface CommentListOptions {
  /** Where the list is, and where a new one is sent. */
  path: () => string
  query?: () => object
  /** Where what was just written is shown. */
  newAt: 'start' | 'end'
  onCount?: (change: 1 | -1) => void
}

let unsent = 0

/** One list of comments or replies in the browser: pages, and what is written, changed and deleted in it. */
export function useCommentList(options: CommentListOptions) {
  const api = useApi()
  const { user } = useSession()
  const items = ref<CommentItem[]>([])
  const nextCursor = ref<string | null>(null)
  const isLoading = ref(false)
  const isLoaded = ref(false)
  const error = ref<ApiError | null>(null)
  const written = new Set<string>()
  let asked = 0

  const fetchPage = (cursor?: string) =>
    api<Page<CommentView>>(options.path(), { query: { ...options.query?.(), cursor } })

  /** The first page anew, or with `isMore` the next one. */
  async function load(isMore = false): Promise<void> {
    const turn = ++asked
    isLoading.value = true
    error.value = null
    try {
      const page = await fetchPage((isMore && nextCursor.value) || undefined)
      // another order was asked for meanwhile
      if (turn !== asked) return
      items.value = isMore ? append(items.value, page.items) : withOwn(page.items)
      nextCursor.value = page.nextCursor
      isLoaded.value = true
    } catch (cause) {
      if (turn === asked) error.value = toApiError(cause)
    } finally {
      if (turn === asked) isLoading.value = false
    }
  }

  /** What is on its way, could not be sent, or arrived while the list travelled, stays where it is shown. */
  function withOwn(loaded: CommentView[]): CommentItem[] {
    const known = new Set(loaded.map((item) => item.id))
    const own = items.value.filter(
      (item) => item.isSending || item.sendError || (written.has(item.id) && !known.has(item.id)),
    )
    return options.newAt === 'start' ? [...own, ...loaded] : [...loaded, ...own]
  }

  /** Shown at once; resolves to whether it arrived. */
  async function send(text: string): Promise<boolean> {
    const me = user.value
    if (!me) return false
    const item = unsentComment(me, text)
    items.value = options.newAt === 'start' ? [item, ...items.value] : [...items.value, item]
    return deliver(item)
  }

  async function retry(item: CommentItem): Promise<boolean> {
    const wasLost = item.sendError?.statusCode === NO_ANSWER
    update(item.id, { isSending: true, sendError: undefined })
    const arrived = wasLost ? await findArrived(item) : undefined
    return arrived ? settle(item, arrived) : deliver(item)
  }

  async function deliver(item: CommentItem): Promise<boolean> {
    try {
      return settle(
        item,
        await api<CommentView>(options.path(), { method: 'POST', body: { text: item.text ?? '' } }),
      )
    } catch (cause) {
      update(item.id, { isSending: false, sendError: toApiError(cause) })
      return false
    }
  }

  /** The answer may have been lost rather than the comment. */
  async function findArrived(item: CommentItem): Promise<CommentView | undefined> {
    const page = await api<Page<CommentView>>(options.path(), {
      query: options.newAt === 'start' ? { sort: 'newest', limit: 20 } : { limit: 100 },
    }).catch(() => null)
    return page?.items.find(
      (each) => each.isMine && each.text === item.text?.normalize('NFC').trim() && each.date >= item.date,
    )
  }

  function settle(item: CommentItem, arrived: CommentView): true {
    written.add(arrived.id)
    const others = items.value.filter((each) => each.id !== arrived.id)
    items.value = others.map((each) => (each.id === item.id ? arrived : each))
    options.onCount?.(1)
    return true
  }

  function update(id: string, change: Partial<CommentItem>): void {
    items.value = items.value.map((item) => (item.id === id ? { ...item, ...change } : item))
  }

  function drop(id: string): void {
    items.value = items.value.filter((item) => item.id !== id)
  }

  /** One that was linked to is there whether or not its page has been loaded. */
  function include(comment: CommentView): void {
    if (items.value.some((item) => item.id === comment.id)) return
    items.value = options.newAt === 'start' ? [comment, ...items.value] : [...items.value, comment]
  }

  return {
    items,
    isLoading,
    isLoaded,
    error,
    hasMore: computed(() => nextCursor.value !== null),
    load,
    send,
    retry,
    update,
    drop,
    include,
  }
}

/** One that moved in the order between two pages may be on both. */
function append(before: CommentItem[], next: CommentView[]): CommentItem[] {
  const known = new Set(before.map((item) => item.id))
  return [...before, ...next.filter((item) => !known.has(item.id))]
}

function unsentComment(me: MeView, text: string): CommentItem {
  return {
    id: `unsent-${++unsent}`,
    userId: me.id,
    videoId: '',
    clipId: null,
    text,
    author: {
      id: me.id,
      username: me.username,
      name: `${me.firstName} ${me.lastName}`,
      profilePicture: me.profilePicture,
    },
    likes: [],
    likeCount: 0,
    isLiked: false,
    nestedComments: [],
    replyCount: 0,
    isReply: false,
    parentId: null,
    // a minute earlier, for servers whose clock is behind
    date: new Date(Date.now() - 60_000).toISOString(),
    editedAt: null,
    mentions: [],
    isByCreator: false,
    isMine: true,
    canDelete: false,
    isSending: true,
  }
}
