import type { IncomingMessage } from 'node:http'
import type { H3Event } from 'h3'
import { parse } from 'secure-json-parse'
import { InvalidInput, UnsupportedMediaType } from '../errors.ts'
import { jsonDepth } from './json-depth.ts'
import { readBodyBytes } from './read-body-bytes.ts'

const DEFAULT_MAX_BYTES = 64 * 1024
const MAX_DEPTH = 32

/**
 * The body as a value, checked in this order, so that little is spent on a hostile one: type, size while it streams,
 * UTF-8, nesting, then JSON without `__proto__` and `constructor.prototype`.
 * @throws UnsupportedMediaType, TooLarge, InvalidInput
 */
export async function readJsonBody(event: H3Event, maxBytes = DEFAULT_MAX_BYTES): Promise<unknown> {
  checkType(event.node.req)
  const json = decode(await readBodyBytes(event.node.req, maxBytes))
  if (jsonDepth(json) > MAX_DEPTH) throw new InvalidInput(`The JSON is nested more than ${MAX_DEPTH} deep.`)
  try {
    return parse(json, undefined, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new InvalidInput('The body is not valid JSON.', { cause: error })
  }
}

/** A form or a text type is what another site can send without asking (Fetch, CORS-safelisted). */
function checkType(request: IncomingMessage): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim()).find((name) => name.startsWith('charset='))
  if (type.trim() !== 'application/json' || (charset && !/^charset="?utf-8"?$/.test(charset)))
    throw new UnsupportedMediaType('Send the body as application/json in UTF-8.')
  if (request.headers['content-encoding'])
    throw new UnsupportedMediaType('Send the body without Content-Encoding.')
}

function decode(bytes: Buffer): string {
  if (bytes.length === 0) throw new InvalidInput('The body is empty.')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new InvalidInput('The body is not UTF-8.', { cause: error })
  }
}
