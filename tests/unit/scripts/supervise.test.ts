import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { relayChanges } from '../../../scripts/start/processes.mjs'
import { supervise } from '../../../scripts/start/supervise.mjs'

let stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()))
  stops = []
  vi.restoreAllMocks()
})

/** Supervises `node -e <script>`; counts the starts. */
function keep(script: string, stopMs = 2000) {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const counter = { starts: 0 }
  const launch = () => {
    counter.starts++
    return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  }
  const child = supervise({ name: 'child', launch, stopMs, lastWords: () => 'PORT: is wrong' })
  stops.push(() => child.stop())
  return { child, counter }
}

const stay = 'process.send({ ready: true, uri: "x" }); setInterval(() => {}, 1000)'

describe('processes that hear each other', () => {
  it('are told what the other changed, and that something may be lost when it ended', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    const node = (script: string) => () =>
      spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const heard: unknown[] = []
    const echo = `process.on('message', (heard) => process.send({ heard })); ${stay}`
    const options = { stopMs: 500, lastWords: () => '' }
    const web = supervise({ name: 'web', launch: node(echo), ...options, hear: (message: unknown) => heard.push(message) }) // prettier-ignore
    stops.push(() => web.stop())
    await web.ready
    const { hear, ended, env } = relayChanges({ A: '1' }, () => web)
    expect(env).toEqual({ A: '1', CLIPWAY_CHANGES: 'relay' })
    const worker = supervise({ name: 'worker', launch: node(`process.send({ change: 'it' }); ${stay}`), ...options, hear, ended }) // prettier-ignore
    stops.push(() => worker.stop())
    await worker.ready
    await vi.waitFor(() => expect(heard).toContainEqual({ heard: { change: 'it' } }), 5000)
    await worker.kill()
    await vi.waitFor(() => expect(heard).toContainEqual({ heard: { changesLost: true } }), 5000)
  })
})

describe('supervise', () => {
  it('says when the child is ready, and what it told', async () => {
    const { child } = keep(stay)
    expect(await child.ready).toMatchObject({ uri: 'x' })
  })

  it('starts a killed child again', async () => {
    const { child, counter } = keep(stay)
    await child.ready
    const first = child.pid
    process.kill(first, 'SIGKILL')
    await vi.waitFor(() => expect(counter.starts).toBe(2), 3000)
    expect(child.pid).not.toBe(first)
    expect(await child.ready).toMatchObject({ ready: true })
  })

  it('waits longer each time when a child keeps ending', async () => {
    const { counter } = keep('process.exit(1)')
    await sleep(2500)
    expect(counter.starts).toBeGreaterThanOrEqual(2)
    expect(counter.starts).toBeLessThanOrEqual(4)
  })

  it('gives up with its words when the child says that it is no use', async () => {
    const { child, counter } = keep('process.exit(78)')
    await expect(child.ready).rejects.toThrow('PORT: is wrong')
    await expect(child.firstMessage).rejects.toThrow('PORT: is wrong')
    await sleep(600)
    expect(counter.starts).toBe(1)
  })

  it('stops a child, also one that ignores it, and does not start it again', async () => {
    const { child, counter } = keep(`process.on('SIGTERM', () => {}); ${stay}`, 300)
    await child.ready
    const startedAt = Date.now()
    await child.stop()
    expect(Date.now() - startedAt).toBeLessThan(1500)
    await sleep(600)
    expect(counter.starts).toBe(1)
  })
})
