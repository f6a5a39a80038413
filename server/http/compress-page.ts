import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { setResponseHeader, type H3Event } from 'h3'

interface RenderedPage {
  body?: unknown
  headers?: Record<string, string>
}

/** A page of 80 kB takes a millisecond with it; more would save little. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } } // prettier-ignore
const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** A page as HTML is a sixth as large so. Off the main thread, which renders the next one meanwhile. */
export async function compressPage(page: RenderedPage, event: H3Event): Promise<void> {
  const { req, res } = event.node
  // pages that the server fetches of itself, as the error page is, are read here as they are
  if (typeof page.body !== 'string' || '__unenv__' in req) return
  res.appendHeader('vary', 'accept-encoding')
  const encoding = encodingFor(req.headers['accept-encoding'])
  if (!encoding) return
  page.body = await (encoding === 'br' ? compressBrotli(page.body, BROTLI) : compressGzip(page.body))
  res.setHeader('content-encoding', encoding)
}

/** Where @nuxtjs/i18n gives the texts of a language: 60 kB that every first visit waits for. */
const MESSAGES = '/_i18n/'

/** The same for the texts of the pages; no other answer is touched. */
export async function compressMessages(answer: { body?: unknown }, event: H3Event): Promise<void> {
  if (!event.path.startsWith(MESSAGES) || !answer.body || event.node.res.statusCode !== 200) return
  if (typeof answer.body === 'object') answer.body = JSON.stringify(answer.body)
  setResponseHeader(event, 'content-type', 'application/json')
  await compressPage(answer, event)
}

/** The best that the client takes; a weight of zero says that it does not (RFC 9110, 12.5.3). */
export function encodingFor(accepted: string | string[] | undefined): 'br' | 'gzip' | null {
  const offers = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((offer) => offer.trim())
  const takes = (name: string) =>
    offers.some((offer) => offer.split(';')[0]?.trim() === name && !/;\s*q=0(?:\.0*)?$/.test(offer))
  if (takes('br')) return 'br'
  return takes('gzip') ? 'gzip' : null
}
