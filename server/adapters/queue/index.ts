import { connectDatabase } from '../../database.ts'
import { Unavailable } from '../../errors.ts'
import { AgendaQueue } from './agenda-queue.ts'
import type { JobQueue } from './port.ts'

let current: JobQueue | undefined

/** The one queue, in the application's database. */
export function getQueue(): JobQueue {
  return (current ??= new AgendaQueue(applicationDatabase))
}

/** Lets running jobs end within the time; those that do not are run again by another worker. */
export async function closeQueue(drainMs: number): Promise<void> {
  const closing = current
  current = undefined
  await closing?.stop(drainMs)
}

async function applicationDatabase() {
  const { db } = await connectDatabase()
  if (!db) throw new Unavailable('The database is not connected.')
  return db
}
