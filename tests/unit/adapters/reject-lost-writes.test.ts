import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  Connection,
  rejectLostWrites,
  type DriverConnection,
} from '../../../server/adapters/mongodb/reject-lost-writes.ts'
import { makeTempDir } from '../../support/temp-dir.ts'

const server = createServer(() => undefined)
let folder: Awaited<ReturnType<typeof makeTempDir>>

beforeAll(async () => {
  folder = await makeTempDir('lost-writes')
  server.listen(join(folder.path, 'db.sock'))
  await once(server, 'listening')
  rejectLostWrites()
  // a second call must not wrap it twice
  rejectLostWrites()
})

afterAll(async () => {
  server.close()
  await folder.remove()
})

describe('a command on a connection to the database', () => {
  it('fails when the connection is lost between the look at it and the write', async () => {
    const { connection, socket } = await openConnection()
    const answer = ping(connection)
    socket.destroy()
    await expect(Promise.race([answer, hangs()])).rejects.toThrow(/closed/)
  })

  it('fails when the connection is lost while it waits for the answer', async () => {
    const { connection, socket } = await openConnection()
    const answer = ping(connection)
    await sleep(20)
    socket.destroy()
    await expect(Promise.race([answer, hangs()])).rejects.toThrow(/closed/)
  })

  it('leaves no listener behind', async () => {
    const { connection, socket } = await openConnection()
    const answer = ping(connection)
    await sleep(20)
    expect(connection.listenerCount('close')).toBe(0)
    socket.destroy()
    await expect(answer).rejects.toThrow()
  })
})

async function openConnection(): Promise<{ connection: DriverConnection; socket: Socket }> {
  const socket = connect(join(folder.path, 'db.sock'))
  await once(socket, 'connect')
  return {
    socket,
    connection: new Connection(socket, { id: 1, generation: 0, hostAddress: { toString: () => 'db' } }),
  }
}

function ping(connection: DriverConnection): Promise<unknown> {
  const namespace = { db: 'admin', collection: '$cmd', toString: () => 'admin.$cmd' }
  return connection.command(namespace, { ping: 1 }, {})
}

async function hangs(): Promise<string> {
  await sleep(1000)
  return 'hangs'
}
