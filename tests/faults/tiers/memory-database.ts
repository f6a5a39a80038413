import mongoose from 'mongoose'

type Document = Record<string, unknown>
type Options = {
  sort?: Record<string, 1 | -1>
  limit?: number
  upsert?: boolean
  returnDocument?: string
  includeResultMetadata?: boolean
}
type Updated = { matchedCount: number; modifiedCount: number; upsertedCount: number; acknowledged: true }

/** What two documents may not share, by collection; an index with a filter is over those that match it. */
const UNIQUE: Record<string, { keys: string[]; within?: Document }[]> = {
  collections: [{ keys: ['number'] }],
  'tier-moves': [{ keys: ['videoId'], within: { state: 'open' } }],
  'creator-copies': [{ keys: ['collectionId', 'creatorId'] }],
}

const tables = new Map<string, Document[]>()
/** Called before and after each write. */
let effect: () => void = () => undefined

/**
 * Lets every collection of the driver live in memory, with as much of the language of queries as the movers speak; what
 * they do not speak is an error here. For tests that need tens of thousands of histories.
 */
export function keepInMemory(onEffect: () => void): void {
  effect = onEffect
  const prototype = mongoose.mongo.Collection.prototype as unknown as Record<string, unknown>
  for (const [name, method] of Object.entries(METHODS)) {
    prototype[name] = function (this: { collectionName: string }, ...args: unknown[]) {
      return (method as (table: string, ...rest: unknown[]) => unknown)(this.collectionName, ...args)
    }
  }
}

export function forgetAll(): void {
  tables.clear()
}

const METHODS = {
  async findOne(table: string, filter: Document = {}, options: Options = {}) {
    return select(table, filter, { ...options, limit: 1 })[0] ?? null
  },
  find(table: string, filter: Document = {}, options: Options = {}) {
    return { toArray: async () => select(table, filter, options) }
  },
  async countDocuments(table: string, filter: Document = {}) {
    return select(table, filter, {}).length
  },
  aggregate() {
    // of the movers only how full the archive is: never so full that the rules act on it
    return { toArray: async () => [] }
  },
  insertOne: write(async (table: string, document: Document) => {
    add(table, document)
    return { acknowledged: true, insertedId: document._id }
  }),
  insertMany: write(async (table: string, documents: Document[]) => {
    for (const document of documents) add(table, document)
    return { acknowledged: true, insertedCount: documents.length }
  }),
  updateOne: write(async (table: string, filter: Document, change: Document, options: Options = {}) =>
    update(table, filter, change, options, 1),
  ),
  updateMany: write(async (table: string, filter: Document, change: Document, options: Options = {}) =>
    update(table, filter, change, options, Infinity),
  ),
  replaceOne: write(async (table: string, filter: Document, document: Document) => {
    remove(table, filter, 1)
    add(table, { _id: new mongoose.Types.ObjectId(), ...document })
    return { matchedCount: 0, modifiedCount: 0, upsertedCount: 1, acknowledged: true }
  }),
  findOneAndUpdate: write(
    async (table: string, filter: Document, change: Document, options: Options = {}) => {
      const [found] = rows(table).filter((row) => matches(row, filter))
      if (found) apply(table, found, change)
      const value = found ? copy(found) : null
      return options.includeResultMetadata ? { value, ok: 1 } : value
    },
  ),
  deleteOne: write(async (table: string, filter: Document) => remove(table, filter, 1)),
  deleteMany: write(async (table: string, filter: Document = {}) => remove(table, filter, Infinity)),
}

function write<Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    effect()
    const result = await method(...args)
    effect()
    return result
  }
}

function rows(table: string): Document[] {
  const known = tables.get(table) ?? []
  tables.set(table, known)
  return known
}

function select(table: string, filter: Document, { sort, limit }: Options): Document[] {
  const found = rows(table).filter((row) => matches(row, filter))
  const [by] = Object.entries(sort ?? {})
  if (by) found.sort((a, b) => by[1] * compare(read(a, by[0]), read(b, by[0])))
  return found.slice(0, limit || undefined).map(copy)
}

function add(table: string, document: Document): void {
  checkUnique(table, document)
  rows(table).push(copy(document))
}

function update(
  table: string,
  filter: Document,
  change: Document,
  { upsert }: Options,
  most: number,
): Updated {
  const found = rows(table)
    .filter((row) => matches(row, filter))
    .slice(0, most)
  for (const row of found) apply(table, row, change)
  if (found.length === 0 && upsert) add(table, upserted(filter, change))
  const upsertedCount = found.length === 0 && upsert ? 1 : 0
  return { matchedCount: found.length, modifiedCount: found.length, upsertedCount, acknowledged: true }
}

/** A pipeline is spoken by notifications alone: of those it counts only that they are there. */
function upserted(filter: Document, change: Document): Document {
  const equal = Object.entries(filter).filter(([, value]) => !isOperator(value))
  const row: Document = { _id: new mongoose.Types.ObjectId() }
  for (const [path, value] of equal) set(row, path, value)
  if (Array.isArray(change)) {
    const { $ne: thing } = (filter['entries.thing'] ?? {}) as { $ne?: string }
    return { ...row, entries: [{ thing }] }
  }
  applyTo(row, change)
  return row
}

function apply(table: string, row: Document, change: Document): void {
  if (Array.isArray(change)) return
  const before = copy(row)
  applyTo(row, change)
  try {
    checkUnique(table, row)
  } catch (error) {
    Object.assign(row, before)
    throw error
  }
}

function applyTo(row: Document, change: Document): void {
  for (const [operator, fields] of Object.entries(change)) {
    for (const [path, value] of Object.entries(fields as Document)) {
      if (operator === '$set' || operator === '$setOnInsert') set(row, path, value)
      else if (operator === '$unset') set(row, path, undefined)
      else if (operator === '$inc') set(row, path, Number(read(row, path) ?? 0) + Number(value))
      else throw new Error(`no ${operator} in memory`)
    }
  }
}

function remove(table: string, filter: Document, most: number): { deletedCount: number; acknowledged: true } {
  const leaving = rows(table)
    .filter((row) => matches(row, filter))
    .slice(0, most)
  tables.set(table, rows(table).filter((row) => !leaving.includes(row))) // prettier-ignore
  return { deletedCount: leaving.length, acknowledged: true }
}

function checkUnique(table: string, document: Document): void {
  for (const { keys, within } of UNIQUE[table] ?? []) {
    if (within && !matches(document, within)) continue
    const same = Object.fromEntries(keys.map((key) => [key, document[key]]))
    const others = rows(table).filter((row) => !isEqual(row._id, document._id))
    if (others.some((row) => matches(row, { ...same, ...within }))) {
      throw Object.assign(new Error('a duplicate key'), { code: 11000 })
    }
  }
}

function matches(row: Document, filter: Document): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    if (path === '$or') return (wanted as Document[]).some((each) => matches(row, each))
    if (path === '$and') return (wanted as Document[]).every((each) => matches(row, each))
    return matchesValue(read(row, path), wanted)
  })
}

function matchesValue(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value) && !isOperator(wanted)) return value.some((each) => isEqual(each, wanted))
  if (!isOperator(wanted)) return isEqual(value ?? null, wanted ?? null)
  return Object.entries(wanted as Document).every(([operator, operand]) => {
    switch (operator) {
      case '$in':
        return (operand as unknown[]).some((each) => matchesValue(value, each))
      case '$ne':
        return !matchesValue(value, operand)
      case '$exists':
        return (value !== undefined) === operand
      case '$lt':
        return value != null && compare(value, operand) < 0
      case '$lte':
        return value != null && compare(value, operand) <= 0
      case '$gt':
        return value != null && compare(value, operand) > 0
      case '$gte':
        return value != null && compare(value, operand) >= 0
      default:
        throw new Error(`no ${operator} in memory`)
    }
  })
}

function isOperator(value: unknown): boolean {
  return isPlain(value) && Object.keys(value as object).some((key) => key.startsWith('$'))
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || compare(a, b) === 0
}

function compare(a: unknown, b: unknown): number {
  const [left, right] = [orderOf(a), orderOf(b)]
  if (left === right) return 0
  if (left === null) return -1
  return right === null || left > right ? 1 : -1
}

function orderOf(value: unknown): string | number | null {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return value
  return String(value)
}

/** Of an array of documents, that of each. */
function read(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value.map((each) => (each as Document)[key])
    return (value as Document | null | undefined)?.[key]
  }, row)
}

function set(row: Document, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  let parent = row
  for (const key of keys) parent = (parent[key] ??= {}) as Document
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else parent[last] = copy(value)
}

/** Ids, dates and bytes never change, so they are shared. */
function copy<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copy) as Value
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value as Document).map(([key, each]) => [key, copy(each)]),
  ) as Value
}
