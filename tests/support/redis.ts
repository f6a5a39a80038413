import { Redis } from 'ioredis'
import { needProgram, startServer, type ServerProcess } from './server-process.ts'
import { makeTempDir } from './temp-dir.ts'

export interface TestRedis {
  /** For REDIS_URL. */
  url: string
  stop(): Promise<void>
  /** kill -9; `start` brings it back on the same socket, empty. */
  kill(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP: accepts connections, answers nothing. */
  freeze(): void
  thaw(): void
}

/** A Redis of the test's own: unix socket in a private folder, no port, nothing kept on disk. */
export async function startRedis(): Promise<TestRedis> {
  const program = needProgram('redis-server', 'apt-get install -y redis-server (or brew install redis)')
  const folder = await makeTempDir('redis')
  const socket = `${folder.path}/redis.sock`
  const settings = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder.path]
  const launch = () =>
    startServer({
      name: 'Redis',
      command: program,
      args: [...settings, '--save', '', '--maxmemory-policy', 'noeviction'],
      isReady: () => answers(socket),
    })
  let server: ServerProcess = await launch()
  return {
    url: `unix://${socket}`,
    stop: async () => {
      server.signal('SIGCONT')
      await server.stop()
      await folder.remove()
    },
    kill: () => server.kill(),
    start: async () => {
      server = await launch()
    },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
  }
}

async function answers(socket: string): Promise<boolean> {
  const client = new Redis({
    path: socket,
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 1_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } finally {
    client.disconnect()
  }
}
