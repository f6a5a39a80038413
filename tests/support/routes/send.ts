import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { EndpointFile } from '../../../server/http/endpoints-module.ts'
import type { Params } from './row.ts'
import type { World } from './world.ts'

export type Caller = { token: string } | { cookie: string } | null

export interface RouteRequest {
  params?: Params
  query?: string
  /** As it is sent. */
  body?: string
  headers?: Record<string, string>
  caller: Caller
}

export interface RouteAnswer {
  status: number
  text: string
  /** Without the id of the request, which is another each time. */
  comparable: string
}

const MAX_WAIT_MS = 10_000

/** One request to a route of the table. A stream is left after its first words. */
export function send(
  world: World,
  { method, path }: EndpointFile,
  { params = {}, query = '', body, headers = {}, caller }: RouteRequest,
): Promise<RouteAnswer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? 'nothing'),
  )
  return new Promise((resolve, reject) => {
    const call = request(
      world.url + filled + (query && `?${query}`),
      {
        method: method === 'all' ? 'GET' : method.toUpperCase(),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }), // prettier-ignore
          ...(caller && 'token' in caller && { authorization: `Bearer ${caller.token}` }),
          // a browser says where a change comes from
          ...(caller && 'cookie' in caller && { cookie: caller.cookie, origin: world.url }),
          ...headers,
        },
        agent: false,
        signal: AbortSignal.timeout(MAX_WAIT_MS),
      },
      (response) => {
        const status = response.statusCode ?? 0
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          resolve({ status, text: '', comparable: '' })
          return call.destroy()
        }
        text(response).then((words) => resolve({ status, text: words, comparable: withoutId(words) }), reject)
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

function withoutId(body: string): string {
  return body.replace(/"requestId":"[^"]*"/, '"requestId":""')
}
