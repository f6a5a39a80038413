import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** tus by hand, so that a test can also send what no client would. */
export class TusClient {
  private readonly url: string
  private readonly token: string

  constructor(url: string, token: string) {
    this.url = url
    this.token = token
  }

  as(token: string): TusClient {
    return new TusClient(this.url, token)
  }

  at(url: string): TusClient {
    return new TusClient(url, this.token)
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string | undefined> = {},
    body?: Uint8Array | string,
  ): Promise<TusAnswer> {
    const call = this.open(method, path, headers)
    const answered = once(call, 'response') as Promise<[IncomingMessage]>
    call.end(body)
    const [response] = await answered
    const said = await text(response)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers as Record<string, string | undefined>,
      text: said,
      json: asJson(said),
    }
  }

  /** A request whose body the caller writes, or cuts. */
  open(method: string, path: string, headers: Record<string, string | undefined> = {}): ClientRequest {
    const all = { authorization: `Bearer ${this.token}`, 'tus-resumable': '1.0.0', ...headers }
    const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const call = request(this.url + path, { method, headers: Object.fromEntries(present), agent: false })
    // a refusal closes the line while the rest of the body is still on its way
    call.once('response', () => call.on('error', () => {}))
    return call
  }

  /** @returns the upload's id */
  async create(sizeBytes: number, metadata: Record<string, string> = {}): Promise<string> {
    const answer = await this.tryCreate(String(sizeBytes), metadata)
    if (answer.status !== 201) throw new Error(`creation answered ${answer.status}: ${answer.text}`)
    return answer.headers.location?.split('/').at(-1) ?? ''
  }

  tryCreate(uploadLength: string, metadata: Record<string, string> = {}): Promise<TusAnswer> {
    return this.send('POST', '/api/uploads', {
      'upload-length': uploadLength,
      'upload-metadata': encodeMetadata({ filename: 'lesson.mp4', ...metadata }),
    })
  }

  patch(
    id: string,
    offset: number | string,
    body: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<TusAnswer> {
    return this.send('PATCH', `/api/uploads/${id}`, patchHeaders(offset, headers), body)
  }

  openPatch(id: string, offset: number, headers: Record<string, string> = {}): ClientRequest {
    return this.open('PATCH', `/api/uploads/${id}`, patchHeaders(offset, headers))
  }

  async offset(id: string): Promise<number> {
    const answer = await this.send('HEAD', `/api/uploads/${id}`)
    return answer.status === 200 ? Number(answer.headers['upload-offset']) : -answer.status
  }

  list(): Promise<TusAnswer> {
    return this.send('GET', '/api/uploads')
  }
}

export interface TusAnswer {
  status: number
  headers: Record<string, string | undefined>
  text: string
  /** The body's value; tests say what they expect of it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads whatever came
  json: any
}

export function encodeMetadata(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}

function patchHeaders(offset: number | string, headers: Record<string, string>) {
  return { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers }
}

function asJson(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}
