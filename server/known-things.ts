import { boundedCache } from './bounded-cache.ts'
import { hearsAllChanges, onChangesLost } from './changes.ts'

/** Things by id that many requests show and that hardly ever change. */
export interface KnownThings<Thing> {
  /** By id; those that are not there are missing, and are looked for again the next time. */
  find(ids: readonly string[]): Promise<Map<string, Thing>>
  /** It was changed: the next look is a fresh one. */
  forget(id: string): void
  /** All of them may have been. */
  forgetAll(): void
}

interface KnownThingsOptions<Thing> {
  entries: number
  keptMs: number
  /** The same while every process's changes are heard here, and call `forget`: for what is not told, or not told well. */
  keptHearingMs?: number
  read(ids: string[]): Promise<Map<string, Thing>>
  /** Nothing is kept otherwise. */
  onlyWhileHearing?: boolean
}

/** Up to such a share sooner, each as chance has it: what was read together is not all read again together. */
const SPREAD = 0.25

/**
 * Keeps each for `keptMs` at most: so long a change may go unseen that was made in another process and is not heard of.
 * @param read those among these ids that are there, by id
 */
export function knownThings<Thing extends NonNullable<unknown>>(
  options: KnownThingsOptions<Thing>,
): KnownThings<Thing> {
  const kept = boundedCache<Thing>(options)
  let changes = 0
  const forgetAll = () => {
    changes++
    kept.clear()
  }
  const { keptMs, keptHearingMs } = options
  if (options.onlyWhileHearing || keptHearingMs) onChangesLost(forgetAll)
  const mayKeep = () => !options.onlyWhileHearing || hearsAllChanges()
  const longest = () => (keptHearingMs && hearsAllChanges() ? keptHearingMs : keptMs)
  const ttl = () => Math.ceil(longest() * (1 - SPREAD * Math.random()))
  let gathering: { ids: Set<string>; reading: Promise<Map<string, Thing>> } | undefined

  /** What is looked for in the same turn of the program is read at once: lists of several kinds name the same people. */
  function readTogether(ids: readonly string[]): Promise<Map<string, Thing>> {
    const batch = (gathering ??= gather())
    for (const id of ids) batch.ids.add(id)
    return batch.reading
  }

  function gather() {
    const ids = new Set<string>()
    const reading = new Promise<void>((resolve) => process.nextTick(resolve)).then(async () => {
      gathering = undefined
      const before = changes
      const things = await options.read([...ids])
      // what was read while something changed may be what stood before
      if (changes === before) for (const [id, thing] of things) kept.set(id, thing, { ttl: ttl() })
      return things
    })
    return { ids, reading }
  }

  return {
    async find(ids) {
      if (!mayKeep()) return options.read([...new Set(ids)])
      const found = new Map<string, Thing>()
      const unknown: string[] = []
      for (const id of new Set(ids)) {
        const thing = kept.get(id)
        if (thing === undefined) unknown.push(id)
        else found.set(id, thing)
      }
      if (unknown.length === 0) return found
      const read = await readTogether(unknown)
      for (const id of unknown) {
        const thing = read.get(id)
        if (thing !== undefined) found.set(id, thing)
      }
      return found
    },
    forget(id) {
      changes++
      kept.delete(id)
    },
    forgetAll,
  }
}
