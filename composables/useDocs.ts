import type { ContentNavigationItem, DocsCollectionItem } from '@nuxt/content'
import { useApi } from '~/composables/useApi'

export interface DocsLink {
  title: string
  path: string
}

export interface DocsPage {
  page: DocsCollectionItem
  /** The page before and the page after. */
  surround: [DocsLink | null, DocsLink | null]
}

/** A section of a page, as the search reads it. */
export interface DocsSection {
  id: string
  title: string
  titles: string[]
  level: number
  content: string
}

/** The page that is not a file: it is made from the API's own description. */
const API_REFERENCE: ContentNavigationItem = {
  title: 'API reference',
  path: '/docs/api',
  icon: 'i-lucide-braces',
}

/** Documentation comes from the server, so that no page needs the database that Nuxt Content would fetch (860 KB of wasm). */
export function useDocs() {
  const api = useApi()

  async function navigation(): Promise<ContentNavigationItem[]> {
    const [root] = await api<ContentNavigationItem[]>('/api/docs/navigation')
    const pages = (root?.children ?? []).map((page) => ({
      ...page,
      // every page lies below the first one, which is not to be marked for that
      exact: page.path === root?.path,
    }))
    return [...pages, API_REFERENCE]
  }

  function page(path: string): Promise<DocsPage> {
    return api<DocsPage>('/api/docs/page', { query: { path } })
  }

  function sections(): Promise<DocsSection[]> {
    return api<DocsSection[]>('/api/docs/search')
  }

  return { navigation, page, sections }
}
