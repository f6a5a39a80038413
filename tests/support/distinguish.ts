/** Times of two kinds of answers, in milliseconds, measured one right after the other. */
export type Pair = readonly [number, number]

const ROUNDS = 3
const NOISE_MS = 15

/**
 * Whether somebody who measures pairs of answers could tell the two kinds apart. One round says so when nearly every
 * pair is slower on the same side (sign test; with 9 pairs and no difference one round in 25) by more than 15 ms in the
 * median, and a busy machine's noise is easily that large. So a round that says so is made again, up to three, and all
 * must say so of the same side: without a difference one run in 60,000, while what takes longer for one kind does so
 * in every round.
 */
export async function canTellApart(measure: () => Promise<readonly Pair[]>): Promise<boolean> {
  const side = slowerSide(await measure())
  if (!side) return false
  for (let round = 1; round < ROUNDS; round += 1) {
    if (slowerSide(await measure()) !== side) return false
  }
  return true
}

function slowerSide(pairs: readonly Pair[]): 'first' | 'second' | null {
  const differences = pairs.map(([one, other]) => one - other).sort((a, b) => a - b)
  const slower = differences.filter((difference) => difference > 0).length
  const isOneSided = Math.min(slower, pairs.length - slower) <= 1
  const median = differences[Math.floor(differences.length / 2)]!
  if (!isOneSided || Math.abs(median) <= NOISE_MS) return null
  return median > 0 ? 'first' : 'second'
}
