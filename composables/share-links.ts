/** What is shared: a video or a clip, by its page. */
export interface SharedThing {
  kind: 'video' | 'clip'
  id: string
  title: string
  /** Seconds, where they are known: what no range goes beyond. */
  duration?: number
}

/** Seconds into the thing; null leaves an end as it is. */
export interface SharedPart {
  start: number | null
  end: number | null
}

/**
 * The page's address. With a start it begins there (`?t=83`, whole seconds unless there is an end), with an end it plays
 * that stretch alone. It says that it was shared, so that its creator can see how people come.
 */
export function shareLink(origin: string, thing: SharedThing, { start, end }: SharedPart): string {
  const path = thing.kind === 'video' ? `/watch/${thing.id}` : `/clips/${thing.id}`
  const url = new URL(path, origin)
  if (end !== null) {
    url.searchParams.set('t', tenths(start ?? 0))
    url.searchParams.set('end', tenths(end))
  } else if (start !== null && start >= 1) url.searchParams.set('t', String(Math.floor(start)))
  url.searchParams.set('from', 'share')
  return url.href
}

function tenths(seconds: number): string {
  return String(Math.round(seconds * 10) / 10)
}
