// npm run faults:upload -- [--small] [--kills 60] [--seed 1]: kill -9 of web, worker and database host while clients
// upload; then an independent check that no acknowledged upload was lost, changed or left hanging.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkUploads } from './check-uploads.ts'
import { Journal } from './journal.ts'
import { Killer } from './killer.ts'
import { seededRandom } from './random.ts'
import { startApp } from '../support/app.ts'
import { signIn } from '../support/sign-in.ts'
import { uniqueVideo } from './unique-video.ts'
import { uploadThroughFaults } from './upload-client.ts'
import { watchMoments } from './watch-moments.ts'

/** Nothing but the kills may stand in the way of an upload. */
const APP_SETTINGS = { RATE_LIMIT_SCALE: '1000', MIN_FREE_DISK_BYTES: '1000000', LOG_LEVEL: 'warn' }

const { values } = parseArgs({
  options: { small: { type: 'boolean' }, kills: { type: 'string' }, seed: { type: 'string' } },
})
const isSmall = values.small ?? false
const wantedKills = Number(values.kills ?? (isSmall ? 8 : 60))
const seed = Number(values.seed ?? Date.now() % 100_000)
const clients = isSmall ? 2 : 4
const boundMs = isSmall ? 90_000 : 240_000

/** Far beyond what any run took: a run that is not over then hangs, and says where it stood. */
const deadlineMs = boundMs + (isSmall ? 150_000 : 900_000)

const startedAt = Date.now()
const random = seededRandom(seed)
const app = await startApp({ env: APP_SETTINGS })
const journal = new Journal(join(app.dataDir, 'acknowledged.jsonl'))
let uploads = 0
let failedClients = 0
const deadline = setTimeout(() => void giveUp(), deadlineMs)
try {
  const tokens = await Promise.all(Array.from({ length: clients }, () => signIn(app.url, app.dataDir)))
  const killer = new Killer(app, wantedKills, random)
  const watching = watchMoments(app.url, tokens, killer)
  await Promise.all([
    killer.run(isSmall ? 1500 : 2500),
    ...tokens.map((token) => keepUploading(token, killer)),
  ])
  await watching.stop()
  await Promise.all([app.ready('database'), app.ready('web'), app.ready('worker')])
  const verdict = await checkUploads(app, journal.read(), boundMs)
  const isOk =
    verdict.lost + verdict.corrupt + verdict.stuck + failedClients === 0 &&
    verdict.acknowledged > 0 &&
    verdict.playable > 0 &&
    killer.kills >= wantedKills
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  console.log(
    JSON.stringify({
      name: 'faults:upload',
      ok: isOk,
      seed,
      kills: killer.kills,
      ...killer.byPart,
      moments: killer.byMoment,
      uploads,
      failedClients,
      ...verdict,
      seconds,
    }),
  )
  process.exitCode = isOk ? 0 : 1
} finally {
  clearTimeout(deadline)
  await app.stop()
}

async function giveUp(): Promise<void> {
  const logs = await Promise.all((['database', 'web', 'worker'] as const).map((part) => app.log(part)))
  console.error(logs.map((log) => log.slice(-4000)).join('\n\n'))
  console.log(
    JSON.stringify({ name: 'faults:upload', ok: false, seed, isHanging: true, uploads, failedClients }),
  )
  await app.stop()
  process.exit(1)
}

/** One upload after another, for as long as the killing goes on. */
async function keepUploading(token: string, killer: Killer): Promise<void> {
  while (!killer.isDone) {
    const video = await uniqueVideo(random, uploads++)
    try {
      await uploadThroughFaults(app.url, token, video, {
        onProgress: () => killer.moment('during-patch', 0.02),
        onAcknowledged: (uploadId) => {
          journal.acknowledge(token, uploadId, video.content)
          killer.moment('after-last-byte', 0.5)
        },
      })
    } catch (error) {
      failedClients++
      console.error('a client gave up:', error)
    }
  }
}
