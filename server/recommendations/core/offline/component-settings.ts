import { countByItem, type Interactions } from './interactions.ts'

/** What is fitted, and how; chosen once from the data, so that the trial and the real fit agree. */
export interface ComponentSettings {
  /** Items of each dense block, the most popular; 0 leaves the component out. */
  gradedItems: number
  plainItems: number
  nextItems: number
  laterItems: number
  /** Ridge of the dense blocks. */
  lambda: number
  hasCosine: boolean
  hasSequences: boolean
  rank: number
  keep: number
}

/** Within this many events fits are quick enough to have all of them. */
const FEW_EVENTS = 400_000
/** Most items for a dense block over all: its cost grows with the third power. */
const MOST_DENSE = 4000

/** @param hasTimes whether the times of the events say in what order things happened */
export function chooseSettings(rows: Interactions, hasTimes: boolean, lambda = 300): ComponentSettings {
  const isSmall = rows.item.length <= FEW_EVENTS
  // an item of one event goes together with nothing
  const shared = countByItem(rows).filter((count) => count > 1).length
  const isDense = shared <= MOST_DENSE
  const most = (items: number) => Math.min(shared, items)
  return {
    gradedItems: isDense ? shared : most(2000),
    plainItems: isDense && hasGrades(rows) ? most(2000) : 0,
    nextItems: hasTimes ? most(isSmall ? 1700 : 1200) : 0,
    laterItems: hasTimes && isSmall ? most(1700) : 0,
    lambda,
    hasCosine: isSmall,
    hasSequences: hasTimes,
    rank: isSmall ? 48 : 32,
    keep: isSmall ? 300 : 200,
  }
}

/** Where all events are worth the same the graded block is the plain one. */
function hasGrades({ grade }: Interactions): boolean {
  return grade.some((value) => value !== grade[0])
}
