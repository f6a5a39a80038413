import type { Readable } from 'node:stream'
import { z } from 'zod'
import { NotFound } from '../../errors.ts'
import type { ByteRange } from '../object-store/port.ts'
import { checkPart, discard, exchange, readJson, type Exchange } from './http-exchange.ts'
import { away } from './patient-stream.ts'
import type { ColdDriver, ColdFacts, ColdRef } from './port.ts'

export interface RenterdSettings {
  /** Of the daemon: `http://127.0.0.1:9980`. */
  address: string
  password: string
  bucket: string
}

/** Before every name in the bucket, and no slash in it: the API escapes them in one version and not in another. */
const PREFIX = 'clipway-'
const PAGE = 1000

/** A page of the bus's list of objects. */
const ObjectPage = z.object({
  hasMore: z.boolean().optional(),
  nextMarker: z.string().optional(),
  objects: z.array(z.object({ key: z.string(), size: z.number() })).nullish(),
})

/**
 * Sia through a `renterd` of one's own: the worker's API for objects, the bus's for their list (SiaFoundation/renterd,
 * worker/client and bus/client; HTTP Basic without a user).
 */
export class RenterdDriver implements ColdDriver {
  readonly kind = 'renterd'
  readonly canRemove = true
  private readonly settings: RenterdSettings

  constructor(settings: RenterdSettings) {
    this.settings = settings
  }

  async put(source: Readable, facts: ColdFacts, signal?: AbortSignal): Promise<string> {
    const name = PREFIX + facts.sha256
    const url = this.objectUrl(name, { mimetype: facts.contentType })
    const headers = { 'content-length': facts.sizeBytes, 'X-Sia-Meta-Sha256': facts.sha256 }
    discard(await this.ask({ method: 'PUT', url, headers, body: source, signal }))
    return `sia://renterd/${name}`
  }

  async read(ref: ColdRef, range: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const headers = { range: `bytes=${range.start}-${range.end}` }
    const answer = await this.ask({ method: 'GET', url: this.objectUrl(nameOf(ref)), headers, signal })
    checkPart(answer, range, ref.sizeBytes)
    return answer
  }

  async stat(ref: ColdRef): Promise<{ sizeBytes: number } | null> {
    try {
      const answer = await this.ask({ method: 'HEAD', url: this.objectUrl(nameOf(ref)) })
      discard(answer)
      return { sizeBytes: Number(answer.headers['content-length']) }
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  }

  async remove(ref: ColdRef): Promise<boolean> {
    try {
      discard(await this.ask({ method: 'DELETE', url: this.objectUrl(nameOf(ref)) }))
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
    }
    return true
  }

  async *list(): AsyncIterable<{ uri: string; sizeBytes: number }> {
    let marker: string | undefined = ''
    while (marker !== undefined) {
      const page = await this.page(marker)
      for (const { key, size } of page.objects ?? []) {
        yield { uri: `sia://renterd/${key.replace(/^\//, '')}`, sizeBytes: size }
      }
      marker = page.hasMore && page.nextMarker ? page.nextMarker : undefined
    }
  }

  async close(): Promise<void> {}

  private async page(marker: string): Promise<z.infer<typeof ObjectPage>> {
    const query = new URLSearchParams({ bucket: this.settings.bucket, limit: String(PAGE), marker })
    const url = `${this.settings.address}/api/bus/objects/${PREFIX}?${query}`
    const parsed = ObjectPage.safeParse(await readJson(await this.ask({ method: 'GET', url })))
    if (!parsed.success) throw away(parsed.error)
    return parsed.data
  }

  private ask(exchanged: Exchange) {
    const credentials = Buffer.from(`:${this.settings.password}`).toString('base64')
    const headers = { ...exchanged.headers, authorization: `Basic ${credentials}` }
    return exchange({ ...exchanged, headers })
  }

  private objectUrl(name: string, query: Record<string, string> = {}): string {
    const search = new URLSearchParams({ bucket: this.settings.bucket, ...query })
    return `${this.settings.address}/api/worker/object/${name}?${search}`
  }
}

function nameOf({ uri }: ColdRef): string {
  return uri.slice('sia://renterd/'.length)
}
