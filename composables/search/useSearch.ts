import type { SearchKind, SearchResult } from '#shared/search'
import { usePages } from '~/composables/usePages'

export interface Search {
  question: string
  kind: SearchKind
}

/** Results, page after page. The first comes with the server's HTML; nothing is asked for without a question. */
export function useSearch(search: MaybeRefOrGetter<Search>) {
  const { items: results, ...pages } = usePages<SearchResult>(
    () => (toValue(search).question ? '/api/search' : null),
    { query: () => ({ q: toValue(search).question, kind: toValue(search).kind }), keyOf: resultKey },
  )
  return { ...pages, results }
}

/** One of its kind, also where the same video has said several things. */
export function resultKey(result: SearchResult): string {
  switch (result.kind) {
    case 'video':
      return `video:${result.video.id}`
    case 'clip':
      return `clip:${result.clip.id}`
    case 'topic':
      return `topic:${result.topic.id}`
    case 'person':
      return `person:${result.person.id}`
    case 'caption':
      return `caption:${result.caption.video.id}:${result.caption.language}:${result.caption.startSeconds}`
  }
}
