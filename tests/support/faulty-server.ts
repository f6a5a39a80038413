import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What can be wrong with an answer. `short` announces fewer bytes than were asked for; `reset` cuts the connection. */
export type Fault = 'hang' | 'reset' | 'wrong' | 'short' | 404 | 500

export interface Answer {
  status: number
  headers?: Record<string, string | number>
  body?: Buffer
}

export interface FaultyServer {
  url: string
  /** Of every answer from now on, or of those to one method; null: none. */
  fail(fault: Fault | null, method?: string): void
  stop(): Promise<void>
}

export interface Asked {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: Buffer
}

/** An HTTP server of a test's own, on 127.0.0.1, whose answers can be spoilt on their way. */
export async function startFaultyServer(answer: (asked: Asked) => Answer): Promise<FaultyServer> {
  let fault: { kind: Fault; method: string | undefined } | null = null
  const server = createServer((request, response) => {
    const method = request.method ?? 'GET'
    const kind = fault && (fault.method === undefined || fault.method === method) ? fault.kind : null
    if (kind === 'hang') return
    buffer(request)
      .then((body) => {
        const url = new URL(request.url ?? '/', 'http://store')
        send(response, answer({ method, url, headers: request.headers, body }), kind, method)
      })
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (kind, method) => {
      fault = kind && { kind, method }
    },
    stop: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

function send(
  response: ServerResponse,
  { status, headers, body = Buffer.alloc(0) }: Answer,
  fault: Fault | null,
  method: string,
): void {
  if (typeof fault === 'number') {
    response.writeHead(fault).end('something else')
    return
  }
  if (fault === 'reset' && body.length === 0) {
    response.destroy()
    return
  }
  const bytes =
    fault === 'wrong' ? spoilt(body) : fault === 'short' ? body.subarray(0, body.length / 2) : body
  response.writeHead(status, { ...(method !== 'HEAD' && { 'content-length': bytes.length }), ...headers })
  if (fault === 'reset') response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  else response.end(bytes)
}

function spoilt(body: Buffer): Buffer {
  const bytes = Buffer.from(body)
  if (bytes.length > 0) bytes[bytes.length >> 1]! ^= 1
  return bytes
}

/** A whole object or the part that `Range` asks for (RFC 9110, 14). */
export function answerWith(body: Buffer, { headers, method }: Asked): Answer {
  const match = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')
  if (!match) {
    return method === 'HEAD'
      ? { status: 200, headers: { 'content-length': body.length } }
      : { status: 200, body }
  }
  const [start, end] = [Number(match[1]), Math.min(Number(match[2]), body.length - 1)]
  if (start >= body.length) return { status: 416 }
  const range = { 'content-range': `bytes ${start}-${end}/${body.length}` }
  return { status: 206, headers: range, body: body.subarray(start, end + 1) }
}
