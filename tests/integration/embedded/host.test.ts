import { statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepExpiredDocuments } from '../../../embedded/sweep-expired-documents.ts'
import { startMongo, type MongoHost } from '../../support/mongo.ts'

let host: MongoHost
let client: MongoClient
const socketOf = (uri: string) => decodeURIComponent(new URL(uri).hostname)

beforeAll(async () => {
  host = await startMongo()
  client = await MongoClient.connect(host.uri, { serverSelectionTimeoutMS: 10_000 })
})
afterAll(async () => {
  await client.close()
  await host.stop()
})

describe('embedded database host', () => {
  it('is reachable by its owner only', () => {
    const socket = socketOf(host.uri)
    expect(statSync(socket).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700)
  })

  it.each([
    'startSession',
    'endSessions',
    'killSessions',
    'killAllSessions',
    'killAllSessionsByPattern',
    'refreshSessions',
  ])('survives %s', async (name) => {
    const denied = client.db('admin').command({ [name]: name === 'startSession' ? 1 : [] })
    await expect(denied).rejects.toMatchObject({ code: 59 })
    expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  it.each([
    ['a length that cannot be', Buffer.from([0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0])],
    ['a request of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('hangs up on %s and serves the others', async (_, bytes) => {
    const socket = connect(socketOf(host.uri))
    socket.on('error', () => {})
    socket.write(bytes)
    await new Promise((resolve) => socket.on('close', resolve))
    expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  it('may keep as much in memory as the machine can spare', async () => {
    const { wiredTiger } = await client.db('admin').command({ serverStatus: 1 })
    expect(Number(wiredTiger.cache['maximum bytes configured'])).toBeGreaterThanOrEqual(256 * 2 ** 20)
  })

  it('sweeps what a TTL index calls expired, and nothing else', async () => {
    const sessions = client.db('sweep').collection<{ endsAt?: unknown }>('sessions')
    await sessions.createIndex({ endsAt: 1 }, { expireAfterSeconds: 0 })
    const [past, future] = [new Date(Date.now() - 5000), new Date(Date.now() + 60_000)]
    await sessions.insertMany([{ endsAt: past }, { endsAt: future }, { endsAt: 'text' }, {}])
    const run = (database: string, command: object) => client.db(database).command(command)
    expect(await sweepExpiredDocuments(run, new Date())).toBe(1)
    expect(await sessions.countDocuments()).toBe(3)
  })

  it('keeps every acknowledged write through kill -9, and comes back at the same address', async () => {
    const collection = client.db('kills').collection<{ _id: number }>('writes')
    const acknowledged: number[] = []
    for (let round = 0; round < 3; round++) {
      const writing = writeUntilItFails(collection, round * 100_000, acknowledged)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await host.kill()
      await writing
      await host.restart()
    }
    const found = new Set(await collection.distinct('_id'))
    expect(acknowledged.length).toBeGreaterThan(30)
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([])
  })
})

async function writeUntilItFails(
  collection: { insertOne(document: { _id: number }): Promise<unknown> },
  from: number,
  acknowledged: number[],
): Promise<void> {
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; ; n++) {
      const _id = from + writer * 10_000 + n
      await collection.insertOne({ _id })
      acknowledged.push(_id)
    }
  })
  await Promise.allSettled(writers)
}
