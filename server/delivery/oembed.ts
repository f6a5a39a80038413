import { EMBED_SIZE, embedAddress, embedCode, type EmbeddedThing, type EmbedStart } from '#shared/embed-code'
import type { OEmbedQuery, OEmbedView } from '#shared/embed'
import { NotFound } from '../errors.ts'
import { findEmbed } from './find-embed.ts'

const PAGE = /^\/(watch|clips|embed|embed\/clips)\/([0-9a-f]{24})\/?$/
const MAX_AGE_SECONDS = 3600

/**
 * What another site writes into its page for a link to ours (oEmbed 1.0). A link to a moment or a part begins there.
 * @param origin of this site, as the asking one knows it
 * @throws NotFound for an address that is none of ours, and for what is missing or not public
 */
export async function describeLink(origin: string, query: OEmbedQuery): Promise<OEmbedView> {
  const link = readLink(origin, query.url)
  if (!link) throw new NotFound('There is no video at this address.')
  const { title, creator } = await findEmbed(link.thing)
  const size = fitted(query)
  return {
    version: '1.0',
    type: 'video',
    title,
    author_name: creator,
    provider_name: 'Clipway',
    provider_url: origin,
    cache_age: MAX_AGE_SECONDS,
    html: embedCode(embedAddress(origin, link.thing, link.begin), title, size),
    ...size,
  }
}

function readLink(origin: string, address: string): { thing: EmbeddedThing; begin: EmbedStart } | null {
  const url = URL.parse(address)
  const [, page, id] = (url?.host === new URL(origin).host && PAGE.exec(url.pathname)) || []
  if (!url || !page || !id) return null
  const begin = { start: secondsOf(url.searchParams.get('t')), end: secondsOf(url.searchParams.get('end')) }
  return { thing: { kind: page.endsWith('clips') ? 'clip' : 'video', id }, begin }
}

function secondsOf(text: string | null): number | null {
  return text && /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : null
}

/** The usual size, smaller where the asking page has no room for it; the shape stays. */
function fitted({ maxwidth, maxheight }: OEmbedQuery): { width: number; height: number } {
  const { width, height } = EMBED_SIZE
  const share = Math.min(1, (maxwidth ?? width) / width, (maxheight ?? height) / height)
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}
