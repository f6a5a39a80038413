/** A video or a clip that another site shows. */
export interface EmbeddedThing {
  kind: 'video' | 'clip'
  id: string
}

/** How it begins there. Seconds into the thing; null leaves an end as it is. */
export interface EmbedStart {
  start: number | null
  end: number | null
  /** Without sound, since browsers allow nothing else. */
  isAutoplay?: boolean
}

/** Of a picture of 16:9 that fits into most texts. */
export const EMBED_SIZE = { width: 640, height: 360 } as const

/** Address of the player page. `origin` without a slash at its end. */
export function embedAddress(origin: string, { kind, id }: EmbeddedThing, begin: EmbedStart): string {
  const url = new URL(kind === 'video' ? `/embed/${id}` : `/embed/clips/${id}`, origin)
  if (begin.start !== null && begin.start > 0) url.searchParams.set('t', tenths(begin.start))
  if (begin.end !== null) url.searchParams.set('end', tenths(begin.end))
  if (begin.isAutoplay) url.searchParams.set('autoplay', '1')
  return url.href
}

/** What a page of another site is given: a frame that keeps its shape in a narrow column. */
export function embedCode(
  address: string,
  title: string,
  { width, height }: { width: number; height: number } = EMBED_SIZE,
): string {
  const attributes = {
    src: address,
    title,
    width: String(width),
    height: String(height),
    style: `border:0;max-width:100%;height:auto;aspect-ratio:${width}/${height}`,
    loading: 'lazy',
    // full screen by its old name, which every browser knows: by both, they complain
    allow: 'autoplay; picture-in-picture',
    referrerpolicy: 'strict-origin-when-cross-origin',
  }
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`)
  return `<iframe ${written.join(' ')} allowfullscreen></iframe>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }

function escaped(value: string): string {
  return value.replaceAll(/[&"<>]/g, (character) => ENTITIES[character] ?? character)
}

function tenths(seconds: number): string {
  return String(Math.round(seconds * 10) / 10)
}
