/**
 * Whether somebody who measures pairs of answers could tell the two kinds apart: nearly every pair is slower on the same
 * side (sign test; with 9 pairs and no difference one run in 25), and by more than `noiseMs` in the
 * median. Both together are never met by chance on a busy machine.
 */
export function areDistinguishable(pairs: readonly (readonly [number, number])[], noiseMs = 15): boolean {
  const differences = pairs.map(([one, other]) => one - other).sort((a, b) => a - b)
  const slower = differences.filter((difference) => difference > 0).length
  const isOneSided = Math.min(slower, pairs.length - slower) <= 1
  return isOneSided && Math.abs(differences[Math.floor(differences.length / 2)]!) > noiseMs
}
