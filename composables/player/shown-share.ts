type Ranges = Pick<TimeRanges, 'length' | 'start' | 'end'>

/**
 * Of what was fetched, the part that was shown, 0 to 1. What is loaded and was not played was fetched for nothing; what
 * was played may be dropped from memory already. An estimate by time: renditions weigh differently.
 */
export function shownShare(played: Ranges, buffered: Ranges): number {
  const shown = pairs(played)
  const shownSeconds = total(shown)
  const unshownSeconds = total(pairs(buffered)) - overlap(pairs(buffered), shown)
  const all = shownSeconds + unshownSeconds
  return all > 0 ? Math.min(1, shownSeconds / all) : 0
}

type Pair = [start: number, end: number]

function pairs(ranges: Ranges): Pair[] {
  return Array.from({ length: ranges.length }, (_, index) => [ranges.start(index), ranges.end(index)])
}

function total(all: readonly Pair[]): number {
  return all.reduce((sum, [start, end]) => sum + end - start, 0)
}

function overlap(one: readonly Pair[], other: readonly Pair[]): number {
  return total(
    one.flatMap(([start, end]) =>
      other.map(([from, to]): Pair => {
        const begin = Math.max(start, from)
        return [begin, Math.max(begin, Math.min(end, to))]
      }),
    ),
  )
}
