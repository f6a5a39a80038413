// A worker in a process of its own, for tests that kill one: node worker-process.ts, settings in the environment.
import { prepareDatabases } from '../../server/prepare-databases.ts'
import { startWorker } from '../../server/worker/run.ts'

await prepareDatabases()
await startWorker()
process.send?.({ ready: true })
// ends with the test that started it
process.on('disconnect', () => process.exit(0))
