import { getQueue } from '../adapters/queue/index.ts'
import { JOBS, type JobName, type JobPayload } from './catalog.ts'

/**
 * Asks for work. Call it after what the job will read has been written; the same payload while the first still waits
 * or runs is the same job.
 */
export async function enqueue<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  options: { runAt?: Date; priority?: number } = {},
): Promise<void> {
  const entry = JOBS[name]
  const parsed = entry.payload.parse(payload)
  const key = (entry.key as ((payload: JobPayload<Name>) => string) | undefined)?.(parsed as JobPayload<Name>)
  await getQueue().add(name, parsed, {
    key,
    priority: options.priority ?? entry.priority,
    runAt: options.runAt,
  })
}
