/** What is shared: a video or a clip, by its page. */
export interface SharedThing {
  kind: 'video' | 'clip'
  id: string
  title: string
}

/** The page's address; with `seconds` it begins there (`?t=83`, whole seconds). */
export function shareLink(origin: string, thing: SharedThing, seconds: number | null): string {
  const path = thing.kind === 'video' ? `/watch/${thing.id}` : `/clips/${thing.id}`
  const url = new URL(path, origin)
  if (seconds !== null && seconds >= 1) url.searchParams.set('t', String(Math.floor(seconds)))
  return url.href
}
