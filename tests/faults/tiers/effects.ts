import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import mongoose from 'mongoose'
import { translateDiskError } from '../../../server/adapters/disk/disk-error.ts'
import { FilesystemStore } from '../../../server/adapters/object-store/filesystem.ts'

/** What goes wrong at a numbered point. `crash` is kill -9 of the process itself. */
export const FAULTS = ['crash', 'EIO', 'ENOSPC', 'EACCES', 'slow', 'twice'] as const
export type Fault = (typeof FAULTS)[number]

export interface Armed {
  fault: Fault
  /** The point, counted from 1; 0 counts only. */
  at: number
}

const SLOW_MS = 150

let armed: Armed | undefined
let passed = 0

/** From here on points are counted, and the fault happens at its point. */
export function arm(next: Armed): void {
  armed = next
  passed = 0
}

/** @returns how many points were passed since `arm` */
export function disarm(): number {
  armed = undefined
  return passed
}

/**
 * Numbers every effect that this process has on the world: each write to the database and each call of a store, before
 * and after it, and the middle of every object that is written. So nothing in the server knows of fault points, and none
 * is forgotten.
 */
export function numberEffects(): void {
  for (const name of WRITES) number(mongoose.mongo.Collection.prototype, name, 'database')
  number(FilesystemStore.prototype, 'remove', 'disk')
  number(FilesystemStore.prototype, 'read', 'disk', true)
  numberPut()
}

const WRITES = [
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'deleteOne',
  'deleteMany',
  'bulkWrite',
] as const

/** Of a call: before it, after it, or with the first bytes of an object written. */
type When = 'before' | 'middle' | 'after'
type Place = 'database' | 'disk'
type Method = (...args: unknown[]) => Promise<unknown>

function number(prototype: object, name: string, place: Place, isRead = false): void {
  const methods = prototype as Record<string, Method>
  const original = methods[name]
  if (!original) throw new Error(`there is no ${name} to number`)
  methods[name] = async function (this: unknown, ...args: unknown[]) {
    await point(place, 'before')
    const result = await original.apply(this, args)
    if (!isRead) await point(place, 'after')
    return result
  }
}

function numberPut(): void {
  const { put, putLent } = FilesystemStore.prototype
  FilesystemStore.prototype.putLent = async function (key, pieces, options) {
    await point('disk', 'before')
    const stored = await putLent.call(this, key, withPoint(pieces), options)
    await point('disk', 'after')
    return stored
  }
  FilesystemStore.prototype.put = async function (key, source, options) {
    await point('disk', 'before')
    const stored = await put.call(
      this,
      key,
      Buffer.isBuffer(source) ? source : readable(withPoint(source)),
      options,
    )
    await point('disk', 'after')
    return stored
  }
}

/** One after the first bytes: the object is half written then. */
async function* withPoint(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of source) {
    yield chunk
    if (isFirst) await point('disk', 'middle')
    isFirst = false
  }
}

function readable(bytes: AsyncIterable<Buffer>): Readable {
  return Readable.from(bytes, { objectMode: false })
}

/**
 * Between two calls nothing happens to the world, so for what only stops or waits, what is after one call is before the
 * next as well. A full disk and a forbidden one are the disk's own; to the database they are what EIO is.
 */
function isCounted(fault: Fault, place: Place, when: When): boolean {
  if (fault === 'EIO') return true
  if (fault === 'ENOSPC' || fault === 'EACCES') return place === 'disk'
  return when !== 'before'
}

async function point(place: Place, when: When): Promise<void> {
  if (!armed || !isCounted(armed.fault, place, when)) return
  passed++
  if (passed !== armed.at) return
  const { fault } = armed
  if (fault === 'crash') {
    process.kill(process.pid, 'SIGKILL')
    await sleep(60_000)
  }
  if (fault === 'slow' || fault === 'twice') return await sleep(SLOW_MS)
  const error = Object.assign(new Error(`${fault}: injected`), { code: fault })
  throw place === 'disk' ? translateDiskError(error) : new mongoose.mongo.MongoNetworkError(error.message)
}
