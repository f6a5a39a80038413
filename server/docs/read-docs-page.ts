import { queryCollection, queryCollectionItemSurroundings } from '@nuxt/content/server'
import type { H3Event } from 'h3'
import { NotFound } from '../errors.ts'

/** @throws NotFound */
export async function readDocsPage(event: H3Event, path: string) {
  const [page, surround] = await Promise.all([
    queryCollection(event, 'docs').path(path).first(),
    queryCollectionItemSurroundings(event, 'docs', path, { fields: ['description'] }),
  ])
  if (!page) throw new NotFound('There is no such page in the documentation.')
  return { page, surround }
}
