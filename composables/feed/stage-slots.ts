/** So many video elements live at once: what plays, the one after and the one before. */
export const STAGE_SLOTS = 3

/**
 * Which item each slot shows next: what stays wanted stays where it is (its first picture is decoded there already), and
 * the other slots are given to what is new.
 * @param now the key of the item in each slot, null for an empty one
 * @param wanted at most as many keys as there are slots, the most wanted first
 */
export function assignSlots(now: readonly (string | null)[], wanted: readonly string[]): (string | null)[] {
  const kept = now.map((key) => (key !== null && wanted.includes(key) ? key : null))
  const missing = [...new Set(wanted)].filter((key) => !kept.includes(key))
  return kept.map((key) => key ?? missing.shift() ?? null)
}
