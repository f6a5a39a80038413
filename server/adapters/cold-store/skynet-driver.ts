import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { CorruptObject, NotFound } from '../../errors.ts'
import type { ByteRange } from '../object-store/port.ts'
import { checkPart, discard, exchange, readJson, type Exchange } from './http-exchange.ts'
import { away } from './patient-stream.ts'
import { CHUNK_BYTES, type ColdDriver, type ColdFacts, type ColdRef } from './port.ts'
import { baseSector, parseSkylink } from './skylink.ts'
import { TUS_PIECE_BYTES, uploadByTus } from './skynet-tus.ts'

export interface SkynetSettings {
  /** `https://portal.example`; there is no public one any more. */
  portal: string
  apiKey: string | undefined
}

/**
 * A portal that speaks Skynet's protocol (SkynetLabs/skynet-js, src/upload.ts and src/download.ts). What fits one sector is
 * sent as the sector itself, and the portal must name it as we do; what is larger has a link that depends on how the portal
 * spreads it, so that its own hashes alone vouch for it.
 */
export class SkynetDriver implements ColdDriver {
  readonly kind = 'skynet'
  readonly canRemove = false
  private readonly settings: SkynetSettings

  constructor(settings: SkynetSettings) {
    this.settings = settings
  }

  async put(source: Readable, facts: ColdFacts, signal?: AbortSignal): Promise<string> {
    if (facts.sizeBytes >= TUS_PIECE_BYTES) return await this.putLarge(source, facts, signal)
    if (facts.sizeBytes > CHUNK_BYTES) return await this.putFile(source, facts, signal)
    const data = await buffer(source)
    const own = baseSector(data, facts.name)
    return own ? await this.putSector(own, signal) : await this.putFile(Readable.from([data]), facts, signal)
  }

  async read(ref: ColdRef, range: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const headers = { range: `bytes=${range.start}-${range.end}` }
    const answer = await this.ask({ method: 'GET', url: this.linkUrl(ref), headers, signal })
    checkPart(answer, range, ref.sizeBytes)
    return answer
  }

  async stat(ref: ColdRef): Promise<{ sizeBytes: number } | null> {
    try {
      const answer = await this.ask({ method: 'HEAD', url: this.linkUrl(ref) })
      discard(answer)
      return { sizeBytes: Number(answer.headers['content-length']) }
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  }

  /** What was published by its content can be fetched by whoever has the link for as long as a host keeps it. */
  async remove(): Promise<boolean> {
    return false
  }

  /** A portal keeps no list of ours. */
  async *list(): AsyncIterable<{ uri: string; sizeBytes: number }> {}

  async close(): Promise<void> {}

  private async putSector(
    { skylink, sector }: { skylink: string; sector: Buffer },
    signal?: AbortSignal,
  ): Promise<string> {
    const answer = await this.ask({ method: 'POST', url: this.url('/skynet/restore'), body: sector, signal })
    const said = await skylinkIn(answer)
    if (said === skylink) return `sia://${skylink}`
    throw new CorruptObject(
      `The portal calls these bytes ${said}; they are ${skylink}. It is not to be trusted.`,
    )
  }

  private async putFile(source: Readable, facts: ColdFacts, signal?: AbortSignal): Promise<string> {
    const boundary = randomUUID()
    const head = Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${facts.name}"\r\n` +
        `content-type: ${facts.contentType}\r\n\r\n`,
    )
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': head.length + facts.sizeBytes + tail.length,
    }
    const body = Readable.from(between(head, source, tail), { objectMode: false })
    const url = this.url('/skynet/skyfile')
    return `sia://${await skylinkIn(await this.ask({ method: 'POST', url, headers, body, signal }))}`
  }

  private async putLarge(source: Readable, facts: ColdFacts, signal?: AbortSignal): Promise<string> {
    const ask = (exchanged: Exchange) => this.ask({ ...exchanged, signal })
    const answer = await uploadByTus(this.url('/skynet/tus'), source, facts, ask)
    discard(answer)
    return `sia://${checkSkylink(answer.headers['skynet-skylink'])}`
  }

  private ask(exchanged: Exchange): Promise<IncomingMessage> {
    const { apiKey } = this.settings
    const headers = { ...exchanged.headers, ...(apiKey ? { 'skynet-api-key': apiKey } : undefined) }
    return exchange({ ...exchanged, headers })
  }

  private url(path: string): string {
    return this.settings.portal + path
  }

  private linkUrl({ uri }: ColdRef): string {
    return this.url(`/${parseSkylink(uri) ?? ''}`)
  }
}

async function skylinkIn(answer: IncomingMessage): Promise<string> {
  const said = await readJson(answer)
  return checkSkylink(typeof said === 'object' && said && 'skylink' in said ? said.skylink : undefined)
}

function checkSkylink(text: unknown): string {
  const skylink = parseSkylink(text)
  if (!skylink) throw away(new Error('the portal gave no skylink'))
  return skylink
}

async function* between(head: Buffer, source: Readable, tail: Buffer): AsyncGenerator<Buffer> {
  yield head
  yield* source as AsyncIterable<Buffer>
  yield tail
}
