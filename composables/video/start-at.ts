/** Seconds where an address asks to begin (`?t=83`), or null. */
export function startAtOf(query: Record<string, unknown>): number | null {
  const text = String(query.t ?? '')
  return /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : null
}
