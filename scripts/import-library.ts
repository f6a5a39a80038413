// npm run import -- <folder or library.yml> [--as <username>] [--no-wait]: brings a library into the running Clipway.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { closeObjectStore } from '../server/adapters/object-store/index.ts'
import { closeQueue } from '../server/adapters/queue/index.ts'
import { closeSql } from '../server/adapters/sql/index.ts'
import { config } from '../server/config.ts'
import { closeDatabase } from '../server/database.ts'
import { AppError, InvalidInput } from '../server/errors.ts'
import { findOwner } from '../server/library/find-owner.ts'
import { followProcessing, type ProcessingState } from '../server/library/follow-processing.ts'
import { importLibrary } from '../server/library/import-library.ts'
import { readLibrary, type Library } from '../server/library/read-library.ts'
import { connectRunning } from './connect-running.ts'
import { progressBar } from './progress-bar.ts'

const USAGE = 'Usage: npm run import -- <folder or library.yml> [--as <username>] [--no-wait]'
/** Processing that stands still this long has nobody who does it. */
const STANDSTILL_MS = 60_000

async function main(): Promise<number> {
  const { path, username, waits } = readArguments()
  const library = await readLibrary(path)
  await connectRunning()
  const owner = await findOwner(username)
  console.log(`${library.videos.length} videos and ${library.topics.length} topics, for ${owner.name}`)

  const bar = progressBar()
  const result = await importLibrary(library, owner.id, (done, video) => {
    bar.show(done / library.videos.length, `Storing ${video.title}`)
  })
  bar.end()
  const known = library.videos.length - result.newVideos
  console.log(
    `${result.newVideos} videos are new, ${known} were here already; ${result.newTopics} topics are new.`,
  )
  sayClips(library)
  if (!waits) return 0
  return await waitForProcessing(result.videos.map((video) => video._id.toHexString()))
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { as: { type: 'string' }, 'no-wait': { type: 'boolean', default: false } },
  })
  const [path] = positionals
  if (path === undefined || positionals.length > 1) throw new InvalidInput(USAGE)
  // npm changes to the project's folder; INIT_CWD is where the person stands
  return { path: resolve(process.env.INIT_CWD ?? '.', path), username: values.as, waits: !values['no-wait'] }
}

function sayClips(library: Library): void {
  const clips = library.videos.reduce((sum, video) => sum + video.clips.length, 0)
  if (clips > 0)
    console.log(`${clips} clips are made as their videos get playable; those that are here already stay.`)
}

async function waitForProcessing(videoIds: string[]): Promise<number> {
  const bar = progressBar()
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  let last: ProcessingState | undefined
  let movedAt = Date.now()
  try {
    for await (const state of followProcessing(videoIds, stop.signal)) {
      if (state.share !== last?.share) movedAt = Date.now()
      last = state
      const isStanding = Date.now() - movedAt > STANDSTILL_MS
      const hint = isStanding ? ', standing still: is a worker running?' : ''
      bar.show(state.share, `Processing: ${state.watchable} of ${state.total} can be watched${hint}`)
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error
    bar.end()
    console.log('The processing goes on without this command; the videos appear as they get ready.')
    return 0
  }
  bar.end()
  for (const { title, reason } of last?.failed ?? []) console.log(`Failed: ${title}. ${reason}`)
  console.log(`${last?.watchable ?? 0} of ${videoIds.length} videos can be watched at ${config().url}`)
  return last && last.failed.length > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof AppError) && !(error instanceof TypeError && 'code' in error)) throw error
  console.error(error.message)
  if (error instanceof AppError)
    for (const { path, message } of error.details ?? []) console.error(`  ${path}: ${message}`)
  process.exitCode = 1
} finally {
  await closeQueue(0)
  await closeObjectStore()
  await closeSql()
  await closeDatabase()
}
