// npm run bench:transcode [-- --small]: prints how long people wait for a video, against plain ffmpeg on the same machine.
// The last line is one JSON object; exits 0 only when every bound holds.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startDatabases } from '../support/databases.ts'
import { footage720, FOOTAGE, H264_MP4, MPEG4_AVI, sample, VP9_WEBM } from '../support/footage.ts'

const execute = promisify(execFile)
const isSmall = process.argv.includes('--small')
const SECONDS = isSmall ? 16 : 60
/** A busy machine spoils single figures; the best of a few is what the code costs. */
const TRIES = 3
const BOUNDS = {
  remuxSeconds: 2,
  firstPlayableFactor: 1.5,
  firstPlayableExtraSeconds: 2,
  ladderCpuRatio: 1.15,
}
const X264 = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-profile:v',
  'high',
  '-pix_fmt',
  'yuv420p',
  '-crf',
  '23',
]
const EVERY_FOUR = ['-sc_threshold', '0', '-force_key_frames', 'expr:gte(t,n_forced*4)']
const AAC = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000']

const databases = await startDatabases({}, { LOG_LEVEL: 'silent', CLIPWAY_DEMO: '0' })
// settings are read when these are loaded, so they are loaded after them
const { prepareDatabases } = await import('../../server/prepare-databases.ts')
const { startWorker } = await import('../../server/worker/run.ts')
const { closeQueue } = await import('../../server/adapters/queue/index.ts')
const { closeObjectStore } = await import('../../server/adapters/object-store/index.ts')
const { getFfmpeg } = await import('../../server/adapters/ffmpeg/index.ts')
const { encodeLadder } = await import('../../server/transcoding/encode-ladder.ts')
const { addVideo, packOf, videoOf } = await import('../support/transcoding.ts')

await prepareDatabases()
await getFfmpeg()
const ladder = await measureLadder()
await startWorker()
const remux = await measureRemux()
const webm = await measureFirstPlayable('VP9 in WebM', VP9_WEBM, '.webm')
const avi = await measureFirstPlayable('MPEG-4 in AVI', MPEG4_AVI, '.avi')
await closeQueue(0)
await closeObjectStore()
await databases.stop()

const ok = remux.ok && webm.ok && avi.ok && ladder.ok
console.log(JSON.stringify({ name: 'transcode', ok, small: isSmall, remux, webm, avi, ladder }))
process.exit(ok ? 0 : 1)

/** From the video's record, which is made after the last byte, to a playlist with segments; the queue included. */
async function measureRemux() {
  const path = sample('one-by-one-person-detection.mp4') ?? (await FOOTAGE.h264())
  const seconds = await bestOf(TRIES, () => secondsUntilPlayable(path), (value) => value <= BOUNDS.remuxSeconds)
  const ok = seconds <= BOUNDS.remuxSeconds
  console.log(`H.264 in MP4: playable after ${seconds.toFixed(2)} s (bound ${BOUNDS.remuxSeconds} s)`)
  return { ok, seconds: rounded(seconds) }
} // prettier-ignore

async function measureFirstPlayable(what: string, codec: readonly string[], extension: string) {
  const path = await footage720(SECONDS, codec, extension)
  const once = async () => {
    const plain = await plainFirstSegment(path)
    const seconds = await secondsUntilPlayable(path)
    const bound = BOUNDS.firstPlayableFactor * plain + BOUNDS.firstPlayableExtraSeconds
    return { plain, seconds, bound, share: seconds / bound }
  }
  let best = await once()
  for (let turn = 1; turn < TRIES && best.share > 1; turn++) {
    const next = await once()
    if (next.share < best.share) best = next
  }
  const { plain, seconds, bound } = best
  console.log(`${what}: playable after ${seconds.toFixed(2)} s; plain 360p first segment ${plain.toFixed(2)} s, bound ${bound.toFixed(2)} s`)
  return { ok: seconds <= bound, seconds: rounded(seconds), plainSeconds: rounded(plain), bound: rounded(bound) }
} // prettier-ignore

async function measureLadder() {
  const path = await footage720(SECONDS, MPEG4_AVI, '.avi')
  const plain = await cpuSecondsOf(() => plainLadder(path))
  const videoId = await addVideo(path)
  const signal = new AbortController().signal
  const ours = await cpuSecondsOf(() => encodeLadder(videoId, signal, async () => {}))
  const pack = await packOf(videoId)
  const ratio = ours / plain
  const h264 = await addVideo(await footage720(SECONDS, H264_MP4, '.mp4'))
  const withCopy = await cpuSecondsOf(() => encodeLadder(h264, signal, async () => {}))
  console.log(`ladder of ${pack.renditions.map((each) => each.name).join(', ')}: ${ours.toFixed(2)} CPU s, plain ffmpeg ${plain.toFixed(2)}: ${ratio.toFixed(3)}x (bound ${BOUNDS.ladderCpuRatio}x)`)
  console.log(`ladder of an H.264 source: ${withCopy.toFixed(2)} CPU s`)
  return { ok: ratio <= BOUNDS.ladderCpuRatio, cpuSeconds: rounded(ours), plainCpuSeconds: rounded(plain), ratio: rounded(ratio), h264CpuSeconds: rounded(withCopy) }
} // prettier-ignore

async function secondsUntilPlayable(path: string): Promise<number> {
  const startedAt = performance.now()
  const videoId = await addVideo(path)
  while ((await videoOf(videoId)).packRevision === 0) await sleep(10)
  const seconds = (performance.now() - startedAt) / 1000
  // the next measurement must not share the processor with this video's ladder
  for (;;) {
    const { state } = await videoOf(videoId)
    if (state === 'ready' || state === 'failed') return seconds
    await sleep(100)
  }
}

async function plainFirstSegment(path: string): Promise<number> {
  const startedAt = performance.now()
  const out = join(databases.dataDir, 'plain.mp4')
  await execute('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', '-i', path, '-t', '4', '-vf', 'scale=-2:360', ...X264, ...EVERY_FOUR, ...AAC, out],
  ])
  return (performance.now() - startedAt) / 1000
} // prettier-ignore

async function plainLadder(path: string): Promise<void> {
  const out = (name: string) => join(databases.dataDir, `plain-${name}.mp4`)
  const rung = (index: number, rate: number, name: string) => [
    ...['-map', `[v${index}]`, ...X264, ...EVERY_FOUR, '-maxrate', `${rate}k`, '-bufsize', `${rate * 2}k`, out(name)],
  ]
  await execute('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', '-i', path],
    ...['-filter_complex', '[0:v:0]split=3[a][b][c];[a]scale=640:360[v0];[b]scale=854:480[v1];[c]scale=1280:720[v2]'],
    ...rung(0, 800, '360'),
    ...rung(1, 1400, '480'),
    ...rung(2, 2800, '720'),
    ...['-map', '0:a:0', ...AAC, out('audio')],
  ])
} // prettier-ignore

/** User and system time of this process and of the children it waited for (proc(5): fields 14 to 17). */
async function cpuSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = await cpuSeconds()
  await work()
  return (await cpuSeconds()) - before
}

async function cpuSeconds(): Promise<number> {
  const text = await readFile('/proc/self/stat', 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0)
  return ticks / 100
}

async function bestOf(tries: number, measure: () => Promise<number>, isGood: (value: number) => boolean) {
  let best = await measure()
  for (let turn = 1; turn < tries && !isGood(best); turn++) best = Math.min(best, await measure())
  return best
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
