import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { H3Event } from 'h3'
import { describe, expect, it } from 'vitest'
import { compressPage, encodingFor } from '../../../server/http/compress-page.ts'

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

async function compressed(acceptEncoding: string, more: object = {}) {
  const headers: Record<string, string> = {}
  const res = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    appendHeader: (name: string, value: string) => (headers[name] = value),
  }
  const req = { headers: { 'accept-encoding': acceptEncoding }, ...more }
  const page: { body?: unknown } = { body: PAGE }
  await compressPage(page, { node: { req, res } } as unknown as H3Event)
  return { page, headers }
}
