import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startApp } from '../support/app.ts'
import { freePorts } from '../support/free-port.ts'
import { makeTempDir } from '../support/temp-dir.ts'

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))
let data: Awaited<ReturnType<typeof makeTempDir>>
let port: number
let starts: ChildProcess[] = []

beforeAll(async () => {
  data = await makeTempDir('start')
  ;[port] = await freePorts(1)
})
afterEach(async () => {
  await Promise.all(starts.map((child) => end(child, 'SIGTERM')))
  starts = []
})
afterAll(() => data.remove())

interface Start {
  child: ChildProcess
  screen: () => string
}

/** npm start on this file's data folder and port, unless told otherwise. */
function start(
  env: Record<string, string> = {},
  [program, ...args]: [string, ...string[]] = [process.execPath, script],
): Start {
  const settings = { CLIPWAY_DATA: data.path, PORT: String(port), CLIPWAY_DEMO: '0', NO_COLOR: '1', ...env }
  const child = spawn(program, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  child.stderr.on('data', (chunk) => (text += chunk))
  starts.push(child)
  return { child, screen: () => text }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return
  child.kill(signal)
  await once(child, 'exit')
}

async function until(condition: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await sleep(50)
  }
}

const isUp = () =>
  fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  )

interface Running {
  pid: number
  command: string
}

/** Everything that runs with this data folder in its arguments or its environment, npm start itself left out. */
function runningOn(folder: string): Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      pid: Number(pid),
      command: read(`/proc/${pid}/cmdline`),
      env: read(`/proc/${pid}/environ`),
    }))
    .filter(({ command, env }) => command.includes(folder) || env.includes(`CLIPWAY_DATA=${folder}`))
    .filter(({ command }) => /host\.ts|\.output/.test(command))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // ended meanwhile, or somebody else's
    return ''
  }
}

describe('npm start', () => {
  it('serves the first page soon, says where, and stops everything on SIGTERM', async () => {
    const { child, screen } = start()
    await until(() => screen().includes('Clipway is running'))
    expect(screen()).toContain(`http://127.0.0.1:${port}`)
    expect(await isUp()).toBe(true)
    await until(() => runningOn(data.path).length === 3)
    const stoppedAt = Date.now()
    await end(child, 'SIGTERM')
    expect(Date.now() - stoppedAt).toBeLessThan(10_000)
    expect(child.exitCode).toBe(0)
    expect(runningOn(data.path)).toEqual([])
  })

  it('stops everything when npm itself is ended by SIGTERM', async () => {
    // npm 11 does not hand SIGTERM on to what its shell started
    const { child, screen } = start({}, ['npm', 'start'])
    await until(() => screen().includes('Clipway is running'))
    await end(child, 'SIGTERM')
    await until(() => runningOn(data.path).length === 0, 10_000)
  })

  it('serves the first page of a second start within seconds', async () => {
    const startedAt = Date.now()
    start()
    await until(isUp)
    // under 3 s on a quiet machine; the suite may share its cores
    expect(Date.now() - startedAt).toBeLessThan(8000)
  })

  it('refuses a second start on the same data plainly, and the first goes on', async () => {
    const first = start()
    await until(() => first.screen().includes('Clipway is running'))
    const [other] = await freePorts(1)
    const second = start({ PORT: String(other) })
    await once(second.child, 'exit')
    expect(second.child.exitCode).toBe(1)
    expect(second.screen()).toContain('already running')
    expect(await isUp()).toBe(true)
  })

  it('says plainly that the port is in use', async () => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    const { child, screen } = start()
    await once(child, 'exit')
    server.close()
    expect(child.exitCode).toBe(1)
    expect(screen()).toContain(`Port ${port} is in use`)
  })

  it('says which setting is wrong, and starts nothing', async () => {
    const { child, screen } = start({ MONGODB_URI: 'localhost:27017' })
    await once(child, 'exit')
    expect(child.exitCode).toBe(1)
    expect(screen()).toContain('MONGODB_URI: starts with mongodb://')
    expect(runningOn(data.path)).toEqual([])
  })

  it('starts each part again that was killed, and only that', async () => {
    const { screen } = start()
    await until(() => screen().includes('Clipway is running'))
    await until(() => runningOn(data.path).length === 3)
    for (const { pid } of runningOn(data.path)) {
      const others = runningOn(data.path).filter((each) => each.pid !== pid)
      process.kill(pid, 'SIGKILL')
      await until(() => runningOn(data.path).filter((each) => each.pid !== pid).length === 3)
      const now = runningOn(data.path).map((each) => each.pid)
      expect(now).toEqual(expect.arrayContaining(others.map((each) => each.pid)))
      await until(isUp)
    }
  })

  it('leaves no child behind when it is killed itself, and starts again on what it left', async () => {
    const { child, screen } = start()
    await until(() => screen().includes('Clipway is running'))
    await until(() => runningOn(data.path).length === 3)
    await end(child, 'SIGKILL')
    await until(() => runningOn(data.path).length === 0, 10_000)
    const again = start()
    await until(() => again.screen().includes('Clipway is running'))
  })

  it('stops while it is still starting', async () => {
    const { child, screen } = start()
    await until(() => screen().includes('Starting'))
    await end(child, 'SIGINT')
    expect(runningOn(data.path)).toEqual([])
  })
})

describe('web process', () => {
  it('stays under 220 MB through 500 page views', async () => {
    const app = await startApp()
    try {
      for (let view = 0; view < 500; view++) await fetch(app.url).then((response) => response.text())
      expect(await app.memory('web')).toBeLessThan(220_000_000)
    } finally {
      await app.stop()
    }
  })
})
