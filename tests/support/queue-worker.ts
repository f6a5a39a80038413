// A worker process of its own, for tests that kill one: node queue-worker.ts <mongodb uri>.
// Tells its parent `started` and `ended` with the job's payload; a job takes payload.ms, in steps.
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { z } from 'zod'
import { AgendaQueue } from '../../server/adapters/queue/agenda-queue.ts'
import type { JobRun } from '../../server/adapters/queue/port.ts'

const Payload = z.object({ id: z.string(), ms: z.number() })

const client = await MongoClient.connect(process.argv[2] ?? '', { serverSelectionTimeoutMS: 30_000 })
const queue = new AgendaQueue(async () => client.db())

async function work({ payload, attempt, signal, progress }: JobRun): Promise<void> {
  const { id, ms } = Payload.parse(payload)
  process.send?.({ event: 'started', id, attempt, pid: process.pid })
  const startedAt = Date.now()
  while (Date.now() - startedAt < ms) {
    if (signal.aborted) {
      process.send?.({ event: 'aborted', id, pid: process.pid })
      throw signal.reason
    }
    await sleep(50)
    await progress((Date.now() - startedAt) / ms)
  }
  process.send?.({ event: 'ended', id, attempt, pid: process.pid })
}

const definition = {
  concurrency: 2,
  leaseSeconds: 2,
  maxAttempts: 3,
  backoffMs: () => 50,
  isRetryable: () => true,
}
await queue.work({
  slow: { ...definition, run: work },
  tick: { ...definition, run: async () => void process.send?.({ event: 'tick', id: '', pid: process.pid }) },
})
await queue.every('tick', 1)
process.send?.({ event: 'ready', id: '', pid: process.pid })

process.on('SIGTERM', async () => {
  await queue.stop(500)
  await client.close()
  process.exit(0)
})
process.on('disconnect', () => process.exit(1))
