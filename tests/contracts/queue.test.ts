import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AgendaQueue } from '../../server/adapters/queue/agenda-queue.ts'
import type { JobDefinition, JobQueue, JobRun } from '../../server/adapters/queue/port.ts'
import { startMongo, type MongoHost } from '../support/mongo.ts'

let mongo: MongoHost
let client: MongoClient
let database = 0
let queues: JobQueue[] = []

beforeAll(async () => {
  mongo = await startMongo()
  client = await MongoClient.connect(mongo.uri)
})
afterAll(async () => {
  await client.close()
  await mongo.stop()
})
beforeEach(() => {
  database++
})
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.stop(100)))
  queues = []
})

/** As another process would have it: nothing shared but the database. */
function openQueue(): JobQueue {
  const queue = new AgendaQueue(async () => client.db(`queue${database}`))
  queues.push(queue)
  return queue
}

function define(run: (job: JobRun) => Promise<void>, options: Partial<JobDefinition> = {}): JobDefinition {
  const usual = {
    concurrency: 5,
    leaseSeconds: 2,
    maxAttempts: 3,
    backoffMs: () => 50,
    isRetryable: () => true,
  }
  return { ...usual, ...options, run }
}

async function until(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await sleep(20)
  }
}

const isEmpty = async (queue: JobQueue) => (await queue.find({})).length === 0
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('job queue', () => {
  it('runs a job that was added before any worker was up, and forgets it when it is done', async () => {
    const runs: JobRun[] = []
    await openQueue().add('greet', { name: 'Ada' })
    const worker = openQueue()
    await worker.work({ greet: define(async (job) => void runs.push(job)) })
    await until(() => isEmpty(worker))
    expect(runs).toMatchObject([{ name: 'greet', payload: { name: 'Ada' }, attempt: 1 }])
  })

  it('makes one job of many adds with one key, also at the same instant from several processes', async () => {
    const adders = [openQueue(), openQueue(), openQueue()]
    const adds = Array.from({ length: 60 }, (_, n) => adders[n % 3]!.add('once', { n }, { key: 'once:1' }))
    await Promise.all(adds)
    expect(await adders[0]!.find({})).toHaveLength(1)
  })

  it('takes the same key again once the job is done or dead, not while it runs', async () => {
    const queue = openQueue()
    let runs = 0
    let open = () => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    await queue.add('job', {}, { key: 'k' })
    await queue.work({ job: define(async () => (runs++, await gate)) })
    await until(() => runs === 1)
    await queue.add('job', {}, { key: 'k' })
    expect(await queue.find({})).toHaveLength(1)
    open()
    await until(() => isEmpty(queue))
    await queue.add('job', {}, { key: 'k' })
    await until(() => runs === 2)
  })

  it('runs the most urgent first, whatever its name', async () => {
    const queue = openQueue()
    const order: number[] = []
    for (const priority of [0, 20, -10, 30, 10]) {
      await queue.add(priority % 20 === 0 ? 'even' : 'odd', { priority }, { priority })
    }
    const run = async ({ payload }: JobRun) =>
      void order.push(z.object({ priority: z.number() }).parse(payload).priority)
    await queue.work({ even: define(run, { concurrency: 1 }) })
    await until(() => order.length === 2)
    expect(order).toEqual([20, 0])
    const other = openQueue()
    await other.work({ odd: define(run, { concurrency: 1 }) })
    await until(() => order.length === 5)
    expect(order.slice(2)).toEqual([30, 10, -10])
  })

  it('waits for runAt', async () => {
    const queue = openQueue()
    const startedAt = Date.now()
    let ranAt = 0
    await queue.work({ later: define(async () => void (ranAt = Date.now())) })
    await queue.add('later', {}, { runAt: new Date(startedAt + 800) })
    await until(() => ranAt > 0)
    expect(ranAt - startedAt).toBeGreaterThanOrEqual(800)
  })

  it('runs no more at once than the definition allows, and each job once', async () => {
    const queue = openQueue()
    let running = 0
    let most = 0
    const seen: unknown[] = []
    const run = async ({ payload }: JobRun) => {
      most = Math.max(most, ++running)
      seen.push(payload)
      await sleep(30)
      running--
    }
    await Promise.all(Array.from({ length: 30 }, (_, n) => queue.add('job', { n })))
    await queue.work({ job: define(run, { concurrency: 3 }) })
    await until(() => isEmpty(queue))
    expect(most).toBe(3)
    expect(seen).toHaveLength(30)
    expect(new Set(seen.map((payload) => JSON.stringify(payload))).size).toBe(30)
  })

  it('shows progress to every process', async () => {
    const queue = openQueue()
    await queue.add('job', {}, { key: 'p' })
    await queue.work({
      job: define(async ({ signal, progress }) => {
        await sleep(600)
        await progress(0.42)
        await untilAborted(signal)
      }),
    })
    const viewer = openQueue()
    await until(async () => (await viewer.find({ state: 'running' }))[0]?.progress === 0.42)
  })

  it('tries again after the back-off, with the attempt counted', async () => {
    const queue = openQueue()
    const attempts: number[] = []
    const delays: number[] = []
    await queue.add('flaky', {})
    await queue.work({
      flaky: define(
        async ({ attempt }) => {
          attempts.push(attempt)
          if (attempt < 3) throw new Error('not yet')
        },
        { backoffMs: (attempt) => (delays.push(attempt), 100) },
      ),
    })
    await until(() => isEmpty(queue))
    expect(attempts).toEqual([1, 2, 3])
    expect(delays).toEqual([1, 2])
  })

  it('keeps a job that failed for good with its error, until it is retried by hand', async () => {
    const queue = openQueue()
    let isBroken = true
    let runs = 0
    await queue.add('broken', { n: 1 }, { key: 'b' })
    await queue.work({
      broken: define(async () => {
        runs++
        if (isBroken) throw new Error('the disk is on fire')
      }),
    })
    await until(async () => (await queue.find({ state: 'dead' })).length === 1)
    const [dead] = await queue.find({ state: 'dead' })
    expect(dead).toMatchObject({
      name: 'broken',
      key: 'b',
      payload: { n: 1 },
      attempts: 3,
      lastError: 'the disk is on fire',
    })
    expect(runs).toBe(3)
    isBroken = false
    await queue.retryDead(dead!.id)
    await until(() => isEmpty(queue))
    expect(runs).toBe(4)
  })

  it('tells the owner of a job that died, also when its worker did', async () => {
    const queue = openQueue()
    const told: unknown[] = []
    const onDead = async (payload: unknown, reason: string) => void told.push([payload, reason])
    const jobs = client.db(`queue${database}`).collection('jobs')
    await queue.add('fails', { n: 1 })
    await queue.add('kills', { n: 2 })
    await jobs.updateOne({ name: 'kills' }, { $set: { attempts: 3, lease: 'gone', lockedAt: new Date(0) } })
    const fails = define(() => Promise.reject(new Error('no')), { isRetryable: () => false, onDead })
    await queue.work({ fails, kills: define(async () => {}, { onDead }) })
    await until(async () => (await queue.find({ state: 'dead' })).length === 2)
    expect(told).toContainEqual([{ n: 1 }, 'no'])
    expect(told).toContainEqual([{ n: 2 }, expect.stringContaining('3 times')])
  })

  it('does not try again what is no use', async () => {
    const queue = openQueue()
    let runs = 0
    await queue.add('wrong', {})
    await queue.work({
      wrong: define(async () => Promise.reject(new Error(`try ${++runs}`)), { isRetryable: () => false }),
    })
    await until(async () => (await queue.find({ state: 'dead' })).length === 1)
    await sleep(500)
    expect(runs).toBe(1)
  })

  it('drops a dead job on retry when the same work was added again', async () => {
    const queue = openQueue()
    await queue.add('wrong', {}, { key: 'w' })
    await queue.work({ wrong: define(() => Promise.reject(new Error('no')), { isRetryable: () => false }) })
    await until(async () => (await queue.find({ state: 'dead' })).length === 1)
    await queue.add('wrong', {}, { key: 'w', runAt: new Date(Date.now() + 60_000) })
    const [dead] = await queue.find({ state: 'dead' })
    await queue.retryDead(dead!.id)
    expect(await queue.find({})).toMatchObject([{ state: 'waiting' }])
  })

  it('cancels what waits, and within seconds what another process runs', async () => {
    const queue = openQueue()
    const signals: AbortSignal[] = []
    await queue.add('waits', {}, { key: 'waits', runAt: new Date(Date.now() + 60_000) })
    await queue.add('runs', {}, { key: 'runs' })
    const worker = openQueue()
    await worker.work({ runs: define(({ signal }) => (signals.push(signal), untilAborted(signal))) })
    await until(() => signals.length === 1)
    await queue.cancel('waits')
    await queue.cancel('runs')
    await until(() => signals[0]?.aborted === true, 4000)
    await sleep(300)
    expect(await queue.find({})).toEqual([])
  })

  it('keeps the lease of a job that runs longer than it', async () => {
    const queue = openQueue()
    const other = openQueue()
    let runs = 0
    await queue.add('long', {})
    const long = define(async () => (runs++, await sleep(3500)), { leaseSeconds: 1 })
    await queue.work({ long })
    await other.work({ long })
    await until(() => isEmpty(queue))
    expect(runs).toBe(1)
  })

  it('lets a worker that lost its lease change nothing', async () => {
    const queue = openQueue()
    let [isStarted, isEnded] = [false, false]
    await queue.add('job', {}, { key: 'fenced' })
    const run = async () => {
      isStarted = true
      await sleep(1500)
      isEnded = true
    }
    await queue.work({ job: define(run, { leaseSeconds: 10 }) })
    const jobs = client.db(`queue${database}`).collection('jobs')
    await until(() => isStarted)
    // what the claim of another worker does
    await jobs.updateOne({}, { $set: { lease: 'another worker', lockedAt: new Date(), progress: 7 } })
    await until(() => isEnded)
    await sleep(200)
    expect(await jobs.findOne({})).toMatchObject({ lease: 'another worker', progress: 7 })
  })

  it('buries a job that ends its worker again and again', async () => {
    const queue = openQueue()
    await queue.add('deadly', {}, { key: 'd' })
    const jobs = client.db(`queue${database}`).collection('jobs')
    // taken three times by workers that died
    await jobs.updateOne(
      {},
      { $set: { attempts: 3, lease: 'gone', lockedAt: new Date(Date.now() - 60_000) } },
    )
    let runs = 0
    await queue.work({ deadly: define(async () => void runs++) })
    await until(async () => (await queue.find({ state: 'dead' })).length === 1)
    expect(runs).toBe(0)
    expect((await queue.find({}))[0]?.lastError).toContain('3 times')
  })

  it('lets running jobs end at stop, takes no new ones, and leaves the unfinished in the queue', async () => {
    const queue = openQueue()
    const ended: string[] = []
    let started = 0
    const run = async ({ name, signal }: JobRun) => {
      started++
      if (name === 'endless') return untilAborted(signal)
      await sleep(300)
      ended.push(name)
    }
    await queue.add('short', {})
    await queue.add('endless', {}, { key: 'e' })
    await queue.work({ short: define(run), endless: define(run), late: define(run) })
    await until(() => started === 2)
    const stopping = queue.stop(800)
    await queue.add('late', {})
    await stopping
    expect(ended).toEqual(['short'])
    const left = await queue.find({})
    expect(left.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: 'late', state: 'waiting' },
      { name: 'endless', state: 'waiting' },
    ])
    // a shutdown is no failed try
    expect(left[1]?.attempts).toBe(0)
  })

  it('gives back what it has claimed but not begun', async () => {
    const queue = openQueue()
    const jobs = client.db(`queue${database}`).collection('jobs')
    for (let round = 0; round < 5; round++) {
      await queue.add('job', {}, { key: 'k' })
      const worker = openQueue()
      // stopped at the very moment of the claim
      await worker.work({ job: define(({ signal }) => untilAborted(signal), { leaseSeconds: 60 }) })
      await until(async () => (await jobs.countDocuments({ lockedAt: { $ne: null } })) === 1)
      await worker.stop(0)
      expect(await queue.find({})).toMatchObject([{ state: 'waiting', attempts: 0 }])
    }
  })

  it('says that it is away when the database is', async () => {
    const away = new AgendaQueue(async () => {
      const lost = new MongoClient('mongodb://127.0.0.1:9/?directConnection=true', {
        serverSelectionTimeoutMS: 200,
      })
      return lost.db('x')
    })
    await expect(away.add('job', {})).rejects.toMatchObject({ code: 'unavailable', retryable: true })
  })
})

const Message = z.object({
  event: z.string(),
  id: z.string(),
  pid: z.number(),
  attempt: z.number().optional(),
})

describe('job queue over processes', () => {
  const script = fileURLToPath(new URL('../support/queue-worker.ts', import.meta.url))
  let workers: ChildProcess[] = []
  let messages: (z.infer<typeof Message> & { at: number })[] = []

  afterEach(async () => {
    await Promise.all(workers.map((worker) => end(worker, 'SIGKILL')))
    workers = []
    messages = []
  })

  async function startWorker(): Promise<ChildProcess> {
    const uri = mongo.uri.replace('/clipway?', `/queue${database}?`)
    const worker = fork(script, [uri], { execArgv: [], env: { ...process.env, LOG_LEVEL: 'silent' } })
    workers.push(worker)
    worker.on('message', (message) => messages.push({ ...Message.parse(message), at: Date.now() }))
    await until(() => messages.some(({ event, pid }) => event === 'ready' && pid === worker.pid))
    return worker
  }

  async function end(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode) return
    worker.kill(signal)
    await once(worker, 'exit')
  }

  const of = (event: string) => messages.filter((message) => message.event === event)

  it('runs the job of a worker that was killed with -9 again, within its lease and a few seconds', async () => {
    const queue = openQueue()
    const [first] = [await startWorker(), await startWorker()]
    await queue.add('slow', { id: 'a', ms: 1000 }, { key: 'a' })
    await queue.add('slow', { id: 'b', ms: 1000 }, { key: 'b' })
    await until(() => of('started').length === 2)
    const owner = workers.find(({ pid }) => pid === of('started')[0]?.pid) ?? first!
    const lost = of('started').filter(({ pid }) => pid === owner.pid)
    const killedAt = Date.now()
    await end(owner, 'SIGKILL')
    await until(
      () => isEmpty(queue).then(async () => (await queue.find({ name: 'slow' })).length === 0),
      15_000,
    )
    expect(new Set(of('ended').map(({ id }) => id))).toEqual(new Set(['a', 'b']))
    const again = of('started').filter(({ attempt }) => attempt === 2)
    expect(again.map(({ id }) => id).sort()).toEqual(lost.map(({ id }) => id).sort())
    for (const { at } of again) expect(at - killedAt).toBeLessThan(5000)
  })

  it('runs every job to its end, once by a living worker, however often workers are killed', async () => {
    const queue = openQueue()
    const ids = Array.from({ length: 12 }, (_, n) => `job${n}`)
    await startWorker()
    await Promise.all(ids.map((id) => queue.add('slow', { id, ms: 400 }, { key: id })))
    for (let round = 0; round < 2; round++) {
      await sleep(700)
      await end(workers.at(-1)!, 'SIGKILL')
      await startWorker()
    }
    await until(async () => (await queue.find({ name: 'slow' })).length === 0, 30_000)
    expect(
      of('ended')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort())
  })

  it('survives a killed database', async () => {
    const queue = openQueue()
    await startWorker()
    await queue.add('slow', { id: 'a', ms: 1500 }, { key: 'a' })
    await until(() => of('started').length === 1)
    await mongo.restart()
    await queue.add('slow', { id: 'b', ms: 100 }, { key: 'b' })
    await until(async () => (await queue.find({ name: 'slow' })).length === 0, 30_000)
    expect(new Set(of('ended').map(({ id }) => id))).toEqual(new Set(['a', 'b']))
  })

  it('repeats once over all workers', async () => {
    await startWorker()
    await startWorker()
    const [from, before] = [Date.now(), of('tick').length]
    await sleep(5000)
    const ticks = of('tick').length - before
    const seconds = (Date.now() - from) / 1000
    expect(ticks).toBeGreaterThanOrEqual(Math.floor(seconds) - 2)
    expect(ticks).toBeLessThanOrEqual(Math.ceil(seconds) + 1)
  })

  it('stops on SIGTERM and hands its jobs over', async () => {
    const queue = openQueue()
    const worker = await startWorker()
    await queue.add('slow', { id: 'a', ms: 3000 }, { key: 'a' })
    await until(() => of('started').length === 1)
    await end(worker, 'SIGTERM')
    expect(worker.exitCode).toBe(0)
    expect(of('aborted')).toHaveLength(1)
    const handedOverAt = Date.now()
    await startWorker()
    await until(() => of('started').length === 2)
    expect(Date.now() - handedOverAt).toBeLessThan(2000)
  })
})
