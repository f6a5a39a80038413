// node embedded/host.ts <data directory>: the embedded MongoDB host, a process of its own that owns the database files.
// When it is ready it says so in a JSON line and over the IPC channel, where there is one: {"ready":true,"uri":...}.
// It stops on SIGTERM, SIGINT, or when its parent goes away (the channel closes).
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { engineClient } from './engine-client.ts'
import { checkpoint, keepHouse } from './keep-house.ts'
import { EngineUnavailable, loadEngine } from './load-engine.ts'
import { serveEngine } from './serve-engine.ts'
import { setPageCache } from './page-cache.ts'
import { socketPath, socketUri } from './socket-path.ts'

async function main(dataDir: string): Promise<void> {
  const path = socketPath(dataDir)
  // the address is known before anything answers there, so that who connects can start meanwhile
  process.send?.({ uri: socketUri(path) })
  const Engine = await loadEngine(join(dataDir, 'engine-cache'))
  const files = join(dataDir, 'mongodb')
  mkdirSync(files, { recursive: true, mode: 0o700 })
  const engine = await Engine.open(files).catch(explainOpenFailure)
  const run = engineClient(engine)
  await setPageCache(run).catch((problem: unknown) => console.error('database page cache:', problem))
  const server = await serveEngine(engine, path)
  const housekeeping = keepHouse(run, (problem) => console.error('database housekeeping:', problem))

  async function close(): Promise<void> {
    server.close()
    await housekeeping.stop()
    await checkpoint(run)
    await engine.close()
    rmSync(path, { force: true })
  }
  stopOnce(close)
  const ready = { ready: true, uri: socketUri(path) }
  console.log(JSON.stringify(ready))
  process.send?.(ready)
}

function explainOpenFailure(error: unknown): never {
  const text = String(error)
  if (text.includes('DBPathInUse'))
    throw new Error('The database files are in use by another Clipway on this machine.')
  throw error
}

function stopOnce(close: () => Promise<void>): void {
  let closing: Promise<void> | undefined
  const stop = () => {
    closing ??= close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('The database did not close cleanly (its journal makes the next start whole):', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
}

/** For the supervisor: there is no use in starting again. */
const CANNOT_RUN_HERE = 78

main(resolve(process.argv[2] ?? '.data')).catch((error: unknown) => {
  console.error(error instanceof EngineUnavailable ? error.message : error)
  process.exit(error instanceof EngineUnavailable ? CANNOT_RUN_HERE : 1)
})
