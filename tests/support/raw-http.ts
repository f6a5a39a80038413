import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** One request with exactly these headers, over a connection of its own; fetch would refuse or add some. */
export async function rawRequest(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<RawAnswer> {
  const response = await open(url, headers, method)
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }
}

/** Resolves with the first byte of the head; the body is left to the caller. */
export function open(url: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, resolve).on('error', reject).end()
  })
}
