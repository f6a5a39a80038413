import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { H3Event } from 'h3'
import { describe, expect, it } from 'vitest'
import { compressMessages, compressPage, encodingFor } from '../../../server/http/compress-page.ts'

const PAGE = '<!doctype html>' + '<p>Everything you see is one formula.</p>'.repeat(100)

describe('how a page is compressed', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.0', null],
    ['identity', null],
    ['brotli', null],
    ['', null],
    [undefined, null],
  ])('%s: %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding)
  })

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('%s: what is read is what was rendered', async (encoding, read) => {
    const { page, headers } = await compressed(encoding)
    expect(read(page.body as Buffer).toString()).toBe(PAGE)
    expect((page.body as Buffer).length).toBeLessThan(PAGE.length / 5)
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' })
  })

  it('leaves it as it is for who asks for nothing, and says that another may get another', async () => {
    const { page, headers } = await compressed('identity')
    expect(page.body).toBe(PAGE)
    expect(headers).toEqual({ vary: 'accept-encoding' })
  })

  it('leaves a page that the server fetches of itself', async () => {
    const { page } = await compressed('br', { __unenv__: {} })
    expect(page.body).toBe(PAGE)
  })
})

describe('how the texts of a language are compressed', () => {
  const texts = { greeting: 'Guten Tag. '.repeat(100) }

  it('sends them as JSON, a fraction as large', async () => {
    const { answer, headers } = await answered('/_i18n/1a2b/de/messages.json', texts)
    expect(JSON.parse(brotliDecompressSync(answer.body as Buffer).toString())).toEqual(texts)
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/json' })
  })

  it('leaves every other answer, and one without a body', async () => {
    expect((await answered('/api/topics', texts)).answer.body).toBe(texts)
    const unchanged = await answered('/_i18n/1a2b/de/messages.json', undefined, 304)
    expect(unchanged).toEqual({ answer: { body: undefined }, headers: {} })
  })

  async function answered(path: string, body: unknown, statusCode = 200) {
    const { event, headers } = eventOf('br', {}, { statusCode })
    const answer = { body }
    await compressMessages(answer, Object.assign(event, { path }))
    return { answer, headers }
  }
})

async function compressed(acceptEncoding: string, more: object = {}) {
  const { event, headers } = eventOf(acceptEncoding, more)
  const page: { body?: unknown } = { body: PAGE }
  await compressPage(page, event)
  return { page, headers }
}

function eventOf(acceptEncoding: string, moreOfRequest: object, moreOfAnswer: object = {}) {
  const headers: Record<string, string> = {}
  const res = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    appendHeader: (name: string, value: string) => (headers[name] = value),
    ...moreOfAnswer,
  }
  const req = { headers: { 'accept-encoding': acceptEncoding }, ...moreOfRequest }
  return { event: { node: { req, res } } as unknown as H3Event, headers }
}
