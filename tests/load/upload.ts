// npm run bench:upload -- [--small] [--megabytes 2048]: one large upload into the built app; how fast it goes, and what
// the web process needs for it.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { parseArgs } from 'node:util'
import { startApp } from '../support/app.ts'
import { peakMemory } from '../support/peak-memory.ts'
import { signIn } from '../support/sign-in.ts'
import { TusClient } from '../support/tus.ts'

const MB = 1024 * 1024
const MAX_RSS_MB = 300

const { values } = parseArgs({
  options: {
    small: { type: 'boolean' },
    megabytes: { type: 'string' },
    'patch-megabytes': { type: 'string' },
  },
})
const megabytes = Number(values.megabytes ?? (values.small ? 300 : 2048))
/** As the browser's client cuts it, unless told. */
const patchBytes = Number(values['patch-megabytes'] ?? 32) * MB
// a few megabytes over and over: making 2 GB of chance would cost more than sending it
const block = randomBytes(4 * MB)

const app = await startApp({
  env: { RATE_LIMIT_SCALE: '1000', MIN_FREE_DISK_BYTES: '1000000', LOG_LEVEL: 'warn' },
  roles: ['web'],
})
try {
  const tus = new TusClient(app.url, await signIn(app.url, app.dataDir))
  const idleMb = rssMb()
  let maxMb = idleMb
  const sampling = setInterval(() => (maxMb = Math.max(maxMb, rssMb())), 100)
  const sizeBytes = megabytes * MB
  const id = await tus.create(sizeBytes)
  const startedAt = performance.now()
  for (let offset = 0; offset < sizeBytes; offset += patchBytes) await sendPatch(tus, id, offset, sizeBytes)
  const seconds = (performance.now() - startedAt) / 1000
  clearInterval(sampling)
  const isComplete = (await tus.offset(id)) === sizeBytes
  const isOk = isComplete && maxMb < MAX_RSS_MB
  console.log(
    JSON.stringify({
      name: 'bench:upload',
      ok: isOk,
      megabytes,
      patchMegabytes: patchBytes / MB,
      seconds: round(seconds),
      megabytesPerSecond: round(megabytes / seconds),
      webIdleMb: round(idleMb),
      webMaxMb: round(maxMb),
      limitMb: MAX_RSS_MB,
    }),
  )
  process.exitCode = isOk ? 0 : 1
} finally {
  await app.stop()
}

async function sendPatch(tus: TusClient, id: string, offset: number, sizeBytes: number): Promise<void> {
  const length = Math.min(patchBytes, sizeBytes - offset)
  const patch = tus.openPatch(id, offset, { 'content-length': String(length) })
  const answered = once(patch, 'response') as Promise<[IncomingMessage]>
  for (let sent = 0; sent < length; sent += block.length) {
    if (!patch.write(block.subarray(0, Math.min(block.length, length - sent)))) await once(patch, 'drain')
  }
  patch.end()
  const [response] = await answered
  response.resume()
  if (response.statusCode !== 204) throw new Error(`a PATCH was answered with ${response.statusCode}`)
}

function rssMb(): number {
  return peakMemory(app.pid('web')) / 2 ** 20
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
