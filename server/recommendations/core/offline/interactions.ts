/** What happened between one person and one thing, as a line of the training file tells it beside a rating. */
export interface Signals {
  watch?: number
  like?: boolean
  dislike?: boolean
  skip?: boolean
}

/** One column a field, so that a million events are a few megabytes. */
export interface EventColumns {
  count: number
  user: Int32Array
  item: Int32Array
  /** Any unit, only compared; 0 everywhere where nothing is known. */
  time: Float64Array
  /** 0 to 1: how well it was liked. */
  grade: Float32Array
}

/**
 * Events by user (rows, oldest first), each thing at most once a user. Events of the same time keep the order of the file.
 */
export interface Interactions {
  users: number
  items: number
  /** `offsets[u]` to `offsets[u + 1]` are the events of user u. */
  offsets: Int32Array
  item: Int32Array
  time: Float64Array
  grade: Float32Array
}

/** What is worth nothing as a target: somebody saw it and did not want it. */
export const REFUSED_GRADE = 0.1

/** How well something was liked, 0 to 1, from whatever the line tells; 1 where it tells nothing but that it happened. */
export function gradeOf(signals: Signals): number {
  let grade = 1
  if (signals.watch !== undefined) grade *= 0.25 + 0.75 * Math.min(1, Math.max(0, signals.watch))
  if (signals.like) grade = Math.min(1, grade + 0.3)
  if (signals.skip) grade = Math.min(grade, 0.2)
  if (signals.dislike) grade = REFUSED_GRADE
  return Math.max(REFUSED_GRADE, grade)
}

/** Sorts events by user and time; of several of the same pair the last counts, with the best grade of them. */
export function toInteractions(events: EventColumns, users: number, items: number): Interactions {
  const order = orderByUserAndTime(events, users)
  const offsets = new Int32Array(users + 1)
  const item = new Int32Array(events.count)
  const time = new Float64Array(events.count)
  const grade = new Float32Array(events.count)
  const seenBy = new Int32Array(items).fill(-1)
  const best = new Float32Array(items)
  let size = 0
  let from = 0
  for (let user = 0; user < users; user++) {
    const start = size
    let to = from
    while (to < events.count && events.user[order[to]!] === user) to++
    // newest first, so that the last of a pair is the one that stays
    for (let k = to - 1; k >= from; k--) {
      const event = order[k]!
      const thing = events.item[event]!
      if (seenBy[thing] === user) {
        best[thing] = Math.max(best[thing]!, events.grade[event]!)
        continue
      }
      seenBy[thing] = user
      best[thing] = events.grade[event]!
      item[size] = thing
      time[size++] = events.time[event]!
    }
    item.subarray(start, size).reverse()
    time.subarray(start, size).reverse()
    for (let k = start; k < size; k++) grade[k] = best[item[k]!]!
    offsets[user + 1] = size
    from = to
  }
  return {
    users,
    items,
    offsets,
    item: item.slice(0, size),
    time: time.slice(0, size),
    grade: grade.slice(0, size),
  }
}

function orderByUserAndTime(events: EventColumns, users: number): Uint32Array {
  const starts = new Int32Array(users + 1)
  for (let k = 0; k < events.count; k++) starts[events.user[k]! + 1]!++
  for (let user = 0; user < users; user++) starts[user + 1]! += starts[user]!
  const place = starts.slice()
  const order = new Uint32Array(events.count)
  for (let k = 0; k < events.count; k++) order[place[events.user[k]!]!++] = k
  for (let user = 0; user < users; user++) {
    const row = order.subarray(starts[user], starts[user + 1])
    row.sort((a, b) => events.time[a]! - events.time[b]! || a - b)
  }
  return order
}

/** The same events by item (columns). */
export interface Columns {
  offsets: Int32Array
  user: Int32Array
  grade: Float32Array
}

export function toColumns(rows: Interactions): Columns {
  const offsets = new Int32Array(rows.items + 1)
  for (const item of rows.item) offsets[item + 1]!++
  for (let item = 0; item < rows.items; item++) offsets[item + 1]! += offsets[item]!
  const place = offsets.slice()
  const user = new Int32Array(rows.item.length)
  const grade = new Float32Array(rows.item.length)
  for (let u = 0; u < rows.users; u++) {
    for (let k = rows.offsets[u]!; k < rows.offsets[u + 1]!; k++) {
      const to = place[rows.item[k]!]!++
      user[to] = u
      grade[to] = rows.grade[k]!
    }
  }
  return { offsets, user, grade }
}

/** Users who did each item. */
export function countByItem(rows: Interactions): Float64Array {
  const counts = new Float64Array(rows.items)
  for (const item of rows.item) counts[item]!++
  return counts
}

/** The rows without the events whose place is marked. */
export function withoutMarked(rows: Interactions, isHeld: Uint8Array): Interactions {
  const offsets = new Int32Array(rows.users + 1)
  let size = 0
  const kept = new Uint32Array(rows.item.length)
  for (let u = 0; u < rows.users; u++) {
    for (let k = rows.offsets[u]!; k < rows.offsets[u + 1]!; k++) if (!isHeld[k]) kept[size++] = k
    offsets[u + 1] = size
  }
  const item = new Int32Array(size)
  const time = new Float64Array(size)
  const grade = new Float32Array(size)
  for (let k = 0; k < size; k++) {
    item[k] = rows.item[kept[k]!]!
    time[k] = rows.time[kept[k]!]!
    grade[k] = rows.grade[kept[k]!]!
  }
  return { users: rows.users, items: rows.items, offsets, item, time, grade }
}
