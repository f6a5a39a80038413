import { randomBytes, randomUUID } from 'node:crypto'
import type { Endpoint } from '../../../server/http/define-endpoint.ts'
import { findEndpointFiles, type EndpointFile } from '../../../server/http/endpoints-module.ts'
import { allRows } from '../../integration/http/rows/all-rows.ts'
import type { Params, RouteRow } from './row.ts'
import type { Caller } from './send.ts'
import type { World } from './world.ts'

/** One route of the server with its row of the table. */
export interface RouteCase extends EndpointFile {
  name: string
  row: RouteRow
  endpoint: Endpoint['endpoint']
}

export interface RouteTable {
  cases: RouteCase[]
  routesWithoutRow: string[]
  rowsWithoutRoute: string[]
}

/** Routes and rows, brought together by `method path`. */
export async function readRouteTable(): Promise<RouteTable> {
  const files = findEndpointFiles().map((file) => ({ ...file, name: `${file.method} ${file.path}` }))
  const names = new Set(files.map(({ name }) => name))
  const cases = files
    .filter(({ name }) => name in allRows)
    .map(async (file) => {
      const { default: handler } = (await import(file.file)) as { default: Endpoint }
      return { ...file, row: allRows[file.name]!, endpoint: handler.endpoint }
    })
  return {
    cases: await Promise.all(cases),
    routesWithoutRow: [...names].filter((name) => !(name in allRows)),
    rowsWithoutRoute: Object.keys(allRows).filter((name) => !names.has(name)),
  }
}

/** Who the right request comes from. */
export function callerOf(world: World, { row, endpoint }: RouteCase): Caller {
  const isOfRole = ['admin', 'moderator', 'operator'].includes(endpoint.actor)
  const as = row.as ?? (isOfRole ? 'admin' : 'me')
  if (as === 'nobody') return null
  if (as === 'browser') return { cookie: world.myCookie }
  if (as === 'guest') return { cookie: world.guestCookie }
  return { token: world[as].token }
}

export function namesOfParams({ path }: EndpointFile): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
}

/** Parameters that look right and name nothing. */
export function missingParams(route: RouteCase): Params {
  const values: Params = { uuid: randomUUID(), username: 'nobody-of-this-name' }
  const guessed = namesOfParams(route).map((name) => [name, values[name] ?? randomBytes(12).toString('hex')])
  return { ...(Object.fromEntries(guessed) as Params), ...route.row.missing }
}
