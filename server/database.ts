import mongoose from 'mongoose'
import { config } from './config.ts'
import { Unavailable } from './errors.ts'
import { logger } from './logger.ts'

// A filter from a request can never become an operator, and an unknown path is an error rather than ignored.
mongoose.set('sanitizeFilter', true)
mongoose.set('strictQuery', 'throw')
mongoose.set('autoIndex', false)
mongoose.set('bufferTimeoutMS', 5000)

type IndexDescription = mongoose.mongo.IndexDescription

let connecting: Promise<mongoose.Connection> | undefined

/**
 * Connects once. Every write is journaled before it is acknowledged: without `j` a kill -9 loses acknowledged
 * documents (measured on the embedded engine: 2,659 in 40 kills; with it none).
 */
export function connectDatabase(): Promise<mongoose.Connection> {
  return (connecting ??= connect().catch((error: unknown) => {
    connecting = undefined
    throw new Unavailable('The database cannot be reached. Is MONGODB_URI right and the server up?', {
      cause: error,
    })
  }))
}

export async function closeDatabase(): Promise<void> {
  connecting = undefined
  await mongoose.disconnect()
}

/** A unique index refused the write (MongoServerError 11000): what was to be made is there already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000
}

/** What the driver throws while the server restarts or cannot be reached: trying again later is of use. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (
    /^Mongo(Network|ServerSelection|PoolCle|NotConnected|TopologyClosed|WaitQueue|OperationTimeout)/.test(
      error.name,
    )
  )
    return true
  return error.name === 'MongooseError' && error.message.includes('buffering timed out')
}

/**
 * Makes every model's indexes; run once at start by whoever has the role. Those of a collection are made in one pass over
 * it, which takes minutes for ten million documents: no timeout may cut it, or an upgrade of a large site never starts.
 */
export async function ensureIndexes(): Promise<void> {
  const patient: mongoose.mongo.CreateIndexesOptions & { socketTimeoutMS: number } = { socketTimeoutMS: 0 }
  for (const model of Object.values(mongoose.models)) {
    const indexes = model.schema.indexes().map(([key, options]) => ({ key, ...options }))
    if (indexes.length > 0) await model.collection.createIndexes(indexes as IndexDescription[], patient)
  }
}

async function connect(): Promise<mongoose.Connection> {
  await mongoose.connect(config().mongodbUri, {
    dbName: databaseName(config().mongodbUri),
    serverSelectionTimeoutMS: 5000,
    maxPoolSize: 16,
    // a server that is there and says nothing must not hold an operation for ever: it fails, and is tried again
    socketTimeoutMS: 60_000,
    retryWrites: false,
    writeConcern: { w: 'majority', journal: true },
  })
  mongoose.connection.on('error', (error: unknown) => logger.error({ error }, 'database connection'))
  return mongoose.connection
}

/** Of the URI, whose list of hosts is no URL (`mongodb://a:27017,b:27017/clipway`). */
export function databaseName(uri: string): string {
  const [, name] = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri) ?? []
  return name ? decodeURIComponent(name) : 'clipway'
}
