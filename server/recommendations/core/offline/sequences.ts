import type { Columns, Interactions } from './interactions.ts'
import { strongest, type Neighbours } from './neighbours.ts'

/**
 * What follows what: for each item those that people took up within `window` steps after it (`isBothWays`: or before),
 * nearer ones counting more, popular ones held down.
 */
export function fitSequences(
  rows: Interactions,
  columns: Columns,
  { window, isBothWays, keep }: { window: number; isBothWays: boolean; keep: number },
): Neighbours {
  const degree = (item: number) => columns.offsets[item + 1]! - columns.offsets[item]!
  const places = placesByItem(rows, columns)
  return strongest(
    rows.items,
    keep,
    (item, add) => {
      for (let k = columns.offsets[item]!; k < columns.offsets[item + 1]!; k++) {
        const user = columns.user[k]!
        const at = places[k]!
        const [first, end] = [rows.offsets[user]!, rows.offsets[user + 1]!]
        for (let d = 1; d <= window; d++) {
          if (at + d < end) add(rows.item[at + d]!, rows.grade[at + d]! / d)
          if (isBothWays && at - d >= first) add(rows.item[at - d]!, rows.grade[at - d]! / d)
        }
      }
    },
    (item, other, sum) => sum / ((degree(item) + 10) * (degree(other) + 5) ** 0.3),
  )
}

/** Where in the rows each entry of the columns stands. */
function placesByItem(rows: Interactions, columns: Columns): Int32Array {
  const next = columns.offsets.slice()
  const places = new Int32Array(rows.item.length)
  for (let k = 0; k < rows.item.length; k++) places[next[rows.item[k]!]!++] = k
  return places
}
