import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FORBIDDEN_KEYS, TEXT_VALUES, unknownKeys, wrongValues } from '../../support/routes/attacks.ts'
import {
  callerOf,
  missingParams,
  namesOfParams,
  readRouteTable,
  type RouteCase,
} from '../../support/routes/route-cases.ts'
import type { Params } from '../../support/routes/row.ts'
import { send, type RouteAnswer, type RouteRequest } from '../../support/routes/send.ts'
import {
  changesBetween,
  makeWorld,
  readEverything,
  type Stored,
  type World,
} from '../../support/routes/world.ts'

// the text of the documentation exists inside Nitro alone
vi.mock('@nuxt/content/server', () => ({
  queryCollectionNavigation: () => [],
  queryCollectionSearchSections: () => [],
}))
vi.mock('../../../server/docs/content-event.ts', () => ({ contentEvent: vi.fn() }))
vi.mock('../../../server/docs/read-docs-page.ts', () => ({ readDocsPage: () => ({}) }))

const { cases, routesWithoutRow, rowsWithoutRoute } = await readRouteTable()
const DEFAULT_MAX_BYTES = 64 * 1024
const UNKNOWN_QUERIES = ['isAdmin=true', 'userId=1', '$where=1', '[$gt]=', 'filter[visibility]=private']
const isAsked = (route: RouteCase) => !['open', 'anyone'].includes(route.endpoint.actor)
const isRead = ({ method }: RouteCase) => method === 'get' || method === 'head' || method === 'all'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.stop())

describe('the table of routes', () => {
  it('has a row for every route, and no row without one', () => {
    expect(routesWithoutRow).toEqual([])
    expect(rowsWithoutRoute).toEqual([])
  })

  it('says of every route that names a thing whose it may be', () => {
    const silent = cases
      .filter((route) => namesOfParams(route).length > 0 && isAsked(route))
      .filter(({ row }) => !row.foreign && !row.allPublic)
    expect(silent.map(({ name }) => name)).toEqual([])
  })
})

/** Of the administrator, whose role would allow everything. */
let readOnlyToken: string
beforeAll(async () => {
  readOnlyToken = await world.makeToken(world.admin, ['read'])
})

/** What anybody may ask for in any way has nothing to refuse. */
const refusing = cases.filter(
  (route) => isAsked(route) || hasOwn(route) || route.endpoint.body || takesQuery(route),
)

describe.each(refusing)('$name', (route) => {
  const { row, endpoint } = route
  const hasParams = hasOwn(route)
  const isOfRole = ['admin', 'moderator', 'operator'].includes(endpoint.actor)
  let params: Params
  let foreignParams: Params | undefined
  let visibleParams: Params | undefined
  let body: object | undefined
  let bodiesOfNothing: object[] = []
  let before: Stored

  /** The right request, but for what is told. */
  const ask = ({
    json,
    ...change
  }: Partial<RouteRequest> & { json?: unknown } = {}): Promise<RouteAnswer> => {
    const sent = json === undefined ? body : json
    return send(world, route, {
      params,
      query: queryOf(route),
      headers: row.headers,
      caller: callerOf(world, route),
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
      ...change,
    })
  }
  const askForStatus = async (change: Parameters<typeof ask>[0]) => (await ask(change)).status

  beforeAll(async () => {
    params = (await row.own?.(world)) ?? {}
    foreignParams = await row.foreign?.(world)
    visibleParams = await row.visible?.(world)
    body = await row.body?.(world, params)
    bodiesOfNothing = (await row.bodiesOfNothing?.(world)) ?? []
    before = await readEverything()
  })
  afterAll(async () => {
    expect(changesBetween(before, await readEverything()), 'a refused request has changed something').toEqual(
      [],
    )
  })

  if (isAsked(route))
    it('asks for a session or token', async () => {
      for (const caller of [null, { token: 'clipway_wrong' }, { cookie: 'clipway-session=forged' }])
        expect(await askForStatus({ caller })).toBe(401)
    })

  if (isAsked(route) && endpoint.actor !== 'guest')
    it('is not for visitors', async () => {
      expect(await askForStatus({ caller: { cookie: world.guestCookie } })).toBe(401)
    })

  if (isAsked(route) && !isRead(route))
    it('refuses a token that may only read', async () => {
      expect(await askForStatus({ caller: { token: readOnlyToken } })).toBe(403)
    })

  if (isOfRole)
    it('is not for everybody', async () => {
      expect(await askForStatus({ caller: { token: world.me.token } })).toBe(403)
    })

  if (hasParams)
    it('answers for what is missing and for what is another’s alike', async () => {
      const missing = await ask({ params: missingParams(route) })
      expect(missing.status).toBe(404)
      if (foreignParams)
        expect(await ask({ params: foreignParams })).toMatchObject({
          status: 404,
          comparable: missing.comparable,
        })
    })

  if (row.bodiesOfNothing)
    it('knows nothing of what its body may not name', async () => {
      const answers: RouteAnswer[] = []
      for (const json of bodiesOfNothing) answers.push(await ask({ json }))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
      expect(new Set(answers.map(({ comparable }) => comparable)).size).toBe(1)
    })

  if (row.visible)
    it('changes nothing of another’s', async () => {
      expect(await askForStatus({ params: visibleParams })).toBe(403)
    })

  if (hasParams)
    it('refuses wrong values in its path', async () => {
      for (const name of namesOfParams(route))
        for (const value of TEXT_VALUES)
          expect(await askForStatus({ params: { ...params, [name]: value } }), value).toBeOneOf([400, 404])
    })

  if (endpoint.body) {
    it('refuses keys in its body that it does not know', async () => {
      for (const { name, value, statuses } of unknownKeys(endpoint.body!, body))
        expect(await askForStatus({ json: value }), name).toBeOneOf(statuses)
    })

    it('refuses wrong values in its body', async () => {
      for (const { name, value, statuses } of wrongValues(endpoint.body!, body))
        expect(await askForStatus({ json: value }), name).toBeOneOf(statuses)
    })

    it('refuses what is no JSON, has a prototype in it, or is too long', async () => {
      const json = JSON.stringify(body)
      const tooLong = json + ' '.repeat((endpoint.maxBodyBytes ?? DEFAULT_MAX_BYTES) + 1)
      expect(await askForStatus({ body: withKey(json, '"__proto__":{"isAdmin":true}') })).toBe(400)
      expect(await askForStatus({ body: withKey(json, '"constructor":{"prototype":{}}') })).toBe(400)
      expect(await askForStatus({ body: json.slice(0, -1) })).toBe(400)
      expect(await askForStatus({ headers: { ...row.headers, 'content-type': 'text/plain' } })).toBe(415)
      expect(await askForStatus({ body: tooLong })).toBe(413)
    })
  } else if (!isRead(route) && !endpoint.raw)
    it('takes no body', async () => {
      for (const key of FORBIDDEN_KEYS) expect(await askForStatus({ json: { [key]: true } }), key).toBe(422)
    })

  if (takesQuery(route))
    it('refuses keys and values in its query that it does not know', async () => {
      for (const query of UNKNOWN_QUERIES)
        expect(await askForStatus({ query: [queryOf(route), query].filter(Boolean).join('&') }), query).toBe(
          422,
        )
      for (const key of queryKeys(route)) {
        expect(await askForStatus({ query: `${key}[$gt]=` }), key).toBeOneOf([400, 422])
        expect(await askForStatus({ query: `${key}=a&${key}=b` }), key).toBe(400)
        for (const value of TEXT_VALUES) {
          const query = { ...row.queries?.[0], [key]: value }
          // some are words like any other (a search for them): they find nothing, and break nothing
          const isTaken = endpoint.query!.safeParse(query).success
          const status = await askForStatus({ query: new URLSearchParams(query).toString() })
          if (isTaken) expect(status, `${key}=${value}`).toBeLessThan(500)
          else expect(status, `${key}=${value}`).toBe(400)
        }
      }
    })
})

function hasOwn(route: RouteCase): boolean {
  return namesOfParams(route).length > 0 && !route.row.refuses?.missing
}

/** Looks at its query, be it to refuse everything in it. */
function takesQuery({ endpoint }: RouteCase): boolean {
  return endpoint.query !== undefined || (!endpoint.raw && endpoint.actor !== 'open')
}

function queryOf({ row }: RouteCase): string {
  return new URLSearchParams(row.queries?.[0]).toString()
}

function queryKeys({ endpoint }: RouteCase): string[] {
  const { shape = {} } = (endpoint.query ?? {}) as { shape?: Record<string, unknown> }
  return Object.keys(shape)
}

/** Written as text, since an object cannot have such a key of its own so easily. */
function withKey(json: string, pair: string): string {
  return json === '{}' ? `{${pair}}` : json.replace(/^\{/, `{${pair},`)
}
