import {
  gradeOf,
  type EventColumns,
  type Signals,
} from '../../server/recommendations/core/offline/interactions.ts'
import { gradeRatings } from '../../server/recommendations/core/offline/rating-scale.ts'
import type { TopicLists } from '../../server/recommendations/core/offline/topic-lift.ts'
import { BadFile, flagOf, idOf, numberOf, readLines, type Id } from './read-lines.ts'

/** Ids as they were given, by their place. `"1"` and `1` are the same thing. */
export interface Ids {
  list: Id[]
  places: Map<string, number>
}

export const newIds = (): Ids => ({ list: [], places: new Map() })

export function placeOf(ids: Ids, id: Id): number {
  const key = String(id)
  const known = ids.places.get(key)
  if (known !== undefined) return known
  ids.places.set(key, ids.list.length)
  return ids.list.push(id) - 1
}

/** The catalogue: only what is in it is ever recommended. */
export async function readItems(path: string): Promise<{ items: Ids; topics: TopicLists }> {
  const [items, names] = [newIds(), newIds()]
  const offsets = [0]
  const topic: number[] = []
  await readLines(path, (line, number) => {
    const id = idOf(line, 'item', path, number)
    if (items.places.has(String(id))) return
    placeOf(items, id)
    for (const name of topicsIn(line, path, number)) topic.push(placeOf(names, name))
    offsets.push(topic.length)
  })
  if (items.list.length === 0) throw new BadFile(`${path} holds no item.`)
  return {
    items,
    topics: { topics: names.list.length, offsets: Int32Array.from(offsets), topic: Int32Array.from(topic) },
  }
}

/** Names as they are, a single one too; numbers of genres are names as well. */
function topicsIn({ topics }: Record<string, unknown>, path: string, number: number): Set<Id> {
  const list: unknown[] = Array.isArray(topics) ? topics : [topics ?? []].flat()
  if (list.every((each) => typeof each === 'string' || typeof each === 'number')) return new Set(list)
  throw new BadFile(`${path}, line ${number}: "topics" is no list of texts.`)
}

export async function readUsers(path: string): Promise<Ids> {
  const users = newIds()
  await readLines(path, (line, number) => {
    placeOf(users, idOf(line, 'user', path, number))
  })
  return users
}

export interface Training {
  users: Ids
  events: EventColumns
  /** Events of things that are not in the catalogue: left out. */
  unknownItems: number
}

export async function readEvents(path: string, items: Ids): Promise<Training> {
  const users = newIds()
  const columns = newColumns(1 << 16)
  // ratings are graded when the scale is known: at the end
  let ratings = new Float32Array(1 << 16)
  let unknownItems = 0
  await readLines(path, (line, number) => {
    const user = idOf(line, 'user', path, number)
    const item = items.places.get(String(idOf(line, 'item', path, number)))
    const time = numberOf(line, 'ts', path, number) ?? 0
    const { rating, ...signals } = signalsOf(line, path, number)
    if (item === undefined) {
      unknownItems++
      return
    }
    if (columns.count === columns.user.length) {
      grow(columns)
      const larger = new Float32Array(ratings.length * 2)
      larger.set(ratings)
      ratings = larger
    }
    const at = columns.count++
    columns.user[at] = placeOf(users, user)
    columns.item[at] = item
    columns.time[at] = time
    columns.grade[at] = gradeOf(signals)
    ratings[at] = rating ?? NaN
  })
  gradeRatings(ratings.subarray(0, columns.count)).forEach((grade, k) => {
    if (!Number.isNaN(grade)) columns.grade[k] = Math.min(columns.grade[k]!, grade)
  })
  return { users, events: columns, unknownItems }
}

function signalsOf(
  line: Record<string, unknown>,
  path: string,
  number: number,
): Signals & { rating?: number } {
  return {
    rating: numberOf(line, 'rating', path, number),
    watch: numberOf(line, 'watch', path, number),
    like: flagOf(line, 'like', path, number),
    dislike: flagOf(line, 'dislike', path, number),
    skip: flagOf(line, 'skip', path, number),
  }
}

function newColumns(size: number): EventColumns {
  return {
    count: 0,
    user: new Int32Array(size),
    item: new Int32Array(size),
    time: new Float64Array(size),
    grade: new Float32Array(size),
  }
}

function grow(columns: EventColumns): void {
  const larger = newColumns(columns.user.length * 2)
  larger.user.set(columns.user)
  larger.item.set(columns.item)
  larger.time.set(columns.time)
  larger.grade.set(columns.grade)
  Object.assign(columns, larger, { count: columns.count })
}
