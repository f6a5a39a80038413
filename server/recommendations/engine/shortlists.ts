import type { Engine } from './engine.ts'

/** Of a topic, by what everybody thinks of them. */
export const BEST = 300
const EVERY = 4096

/**
 * Lists of the best of each large topic, made at certain places of the log: when is no matter of chance, so that a replay
 * makes the same ones.
 */
export function keepShortlists(engine: Engine): void {
  const { next } = engine
  const isDue = next % EVERY === 0 || (next < EVERY && (next & (next - 1)) === 0)
  if (!isDue) return
  for (const [topic, numbers] of engine.byTopic) {
    engine.best.set(topic, numbers.size > BEST ? bestOf(engine, numbers) : [...numbers])
  }
}

function bestOf({ ranker, items }: Engine, numbers: Iterable<number>): number[] {
  const { clips, videos, creators } = ranker
  const rated = [...numbers].map((number) => {
    const { video, creator } = items[number]!
    return [number, clips.mean[number]! + videos.mean[video]! + creators.mean[creator]!] as const
  })
  rated.sort(([a, x], [b, y]) => y - x || a - b)
  return rated.slice(0, BEST).map(([number]) => number)
}
