import { Types, type Model, type mongo } from 'mongoose'

/** Kept for the search alone (keep-search-words.ts): not read with a document unless a projection asks for it. */
const UNSEEN = { searchTitle: 0, searchBody: 0 } as const

/** What the collection holds is told by whoever reads it: `readById<VideoDocument>(Video, id)`. */
type Readable = Pick<Model<unknown>, 'collection'>

/**
 * The reads that nearly every request makes, past mongoose, whose query takes as much processor time again as the
 * driver's. Nothing is cast or checked: filters are of this code's own making, with ids as ObjectIds; what comes from a
 * request goes through the models.
 */
export function readById<Document>(model: Readable, id: string): Promise<Document | null> {
  return model.collection.findOne(
    { _id: new Types.ObjectId(id) },
    { projection: UNSEEN },
  ) as Promise<Document | null>
}

/** As `readById`, those among these ids that are there, in no order. */
export function readByIds<Document>(
  model: Readable,
  ids: readonly string[],
  projection: mongo.Document = UNSEEN,
): Promise<Document[]> {
  const unique = [...new Set(ids)].map((id) => new Types.ObjectId(id))
  return readPlain(model, { _id: { $in: unique } }, { projection, limit: unique.length })
}

/** As `readById`, what a filter finds, in one batch: of its own accord the database gives a hundred at once. */
export function readPlain<Document>(
  model: Readable,
  filter: mongo.Filter<mongo.Document>,
  options: mongo.FindOptions & { limit: number },
): Promise<Document[]> {
  const { limit } = options
  return model.collection.find(filter, { ...options, batchSize: limit + 1 }).toArray() as Promise<
    unknown[]
  > as Promise<Document[]>
}
