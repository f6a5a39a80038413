import type { OrphansView } from '#shared/storage'
import { systemClock } from '../adapters/clock/index.ts'
import { findOrphans } from './find-orphans.ts'

const MAX_ORPHANS = 100
const MAX_MS = 4_000

/** The first that there are, as far as a few seconds go: each object costs a look at the database. */
export async function listOrphans(): Promise<OrphansView> {
  const items: OrphansView['items'] = []
  const until = Date.now() + MAX_MS
  for await (const orphan of findOrphans(systemClock.now())) {
    items.push(orphan)
    if (items.length >= MAX_ORPHANS || Date.now() > until) return { items, isAll: false }
  }
  return { items, isAll: true }
}
