import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { callerOf, readRouteTable, type RouteCase } from '../../support/routes/route-cases.ts'
import { send, type RouteAnswer } from '../../support/routes/send.ts'
import { explainQuery, MONITORED, watchQueries, type SeenQuery } from '../../support/routes/watch-queries.ts'
import { makeWorld, type World } from '../../support/routes/world.ts'

// the text of the documentation exists inside Nitro alone
vi.mock('@nuxt/content/server', () => ({
  queryCollectionNavigation: () => [],
  queryCollectionSearchSections: () => [],
}))
vi.mock('../../../server/docs/content-event.ts', () => ({ contentEvent: vi.fn() }))
vi.mock('../../../server/docs/read-docs-page.ts', () => ({ readDocsPage: () => ({}) }))

/** Queries that may look at everything or sort what they found, by route and collection, each with why. */
const ALLOWED: Record<string, string> = {}

const { cases } = await readRouteTable()
let world: World
let queries: ReturnType<typeof watchQueries>
let seenCount = 0

beforeAll(async () => {
  world = await makeWorld(MONITORED)
  queries = watchQueries()
})
afterAll(async () => {
  console.log(`${seenCount} queries of ${cases.length} routes were explained`)
  await world.stop()
})

describe.each(cases)('$name', (route) => {
  const { row } = route
  const seen: SeenQuery[] = []

  it('gives the right request what its schema says, and nothing else', async () => {
    for (const query of row.queries ?? [{}]) {
      const params = (await row.own?.(world)) ?? {}
      const body = await row.body?.(world, params)
      queries.take()
      const request = { params, headers: row.headers, caller: callerOf(world, route), ...(body && { body: JSON.stringify(body) }) } // prettier-ignore
      const answer = await send(world, route, { ...request, query: new URLSearchParams(query).toString() })
      expectRight(route, answer)
      const next = await pageAfter(route, request, query)
      if (next) expectRight(route, next)
      seen.push(...queries.take())
    }
  })

  it('finds what it asks the database for by an index', async () => {
    for (const query of seen) {
      seenCount++
      if (`${route.name}: ${query.collection}` in ALLOWED) continue
      const stages = await explainQuery(query)
      const unbounded = stages.filter(({ stage, limitAmount }) => isUnbounded(stage, limitAmount))
      expect(unbounded, `${query.collection}: ${JSON.stringify(query.command).slice(0, 600)}`).toEqual([])
    }
  })

  async function pageAfter(
    { endpoint: { query: schema } }: RouteCase,
    request: Parameters<typeof send>[2],
    query: Record<string, string>,
  ): Promise<RouteAnswer | undefined> {
    const { shape = {} } = (schema ?? {}) as { shape?: Record<string, z.ZodType> }
    if (!('cursor' in shape)) return undefined
    const first = await send(world, route, { ...request, query: new URLSearchParams({ ...query, limit: '1' }).toString() }) // prettier-ignore
    expectRight(route, first)
    // a document with a list in it has no room for a cursor: its header names the next page
    const { nextCursor = null } = JSON.parse(first.text) as { nextCursor?: string | null }
    if (nextCursor === null) return undefined
    return send(world, route, { ...request, query: new URLSearchParams({ ...query, limit: '1', cursor: nextCursor }).toString() }) // prettier-ignore
  }
})

/** A collection scan, or a sort in memory; one with a bound keeps no more than a page but still reads all that match. */
function isUnbounded(stage: string, limitAmount: number | undefined): boolean {
  return stage === 'COLLSCAN' || (stage === 'SORT' && limitAmount === undefined)
}

function expectRight({ row, endpoint }: RouteCase, { status, text }: RouteAnswer): void {
  const right = row.answers ?? endpoint
  expect(status, text.slice(0, 500)).toBeOneOf(right.status ? [right.status] : [200, 201, 204])
  if (!endpoint.response || status >= 300 || status === 204 || text === '') return
  const value: unknown = JSON.parse(text)
  // parsing drops what the schema does not name, so that a field too many is seen
  expect(endpoint.response.parse(value)).toEqual(value)
}
