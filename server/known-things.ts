import { boundedCache } from './bounded-cache.ts'

/** Things by id that many requests show and that hardly ever change. */
export interface KnownThings<Thing> {
  /** By id; those that are not there are missing, and are looked for again the next time. */
  find(ids: readonly string[]): Promise<Map<string, Thing>>
  /** It was changed in this process: the next look is a fresh one. */
  forget(id: string): void
}

/**
 * Reads each at most once in `keptMs`: so long a change made in another process may go unseen.
 * @param read those among these ids that are there, by id
 */
export function knownThings<Thing extends NonNullable<unknown>>(options: {
  entries: number
  keptMs: number
  read(ids: string[]): Promise<Map<string, Thing>>
}): KnownThings<Thing> {
  const kept = boundedCache<Thing>(options)
  let changes = 0
  return {
    async find(ids) {
      const found = new Map<string, Thing>()
      const unknown = new Set<string>()
      for (const id of ids) {
        const thing = kept.get(id)
        if (thing === undefined) unknown.add(id)
        else found.set(id, thing)
      }
      if (unknown.size === 0) return found
      const before = changes
      for (const [id, thing] of await options.read([...unknown])) {
        found.set(id, thing)
        // what was read while something changed may be what stood before
        if (changes === before) kept.set(id, thing)
      }
      return found
    },
    forget(id) {
      changes++
      kept.delete(id)
    },
  }
}
