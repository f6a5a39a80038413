import { mkdtemp, readdir, rm, truncate, writeFile, copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFfmpeg } from '#server/adapters/ffmpeg/index'
import { closeObjectStore, getObjectStore } from '#server/adapters/object-store/index'
import { closeQueue } from '#server/adapters/queue/index'
import { auditMigrations } from '#server/audit/tables'
import { config } from '#server/config'
import { compressOriginal } from '#server/transcoding/compress-original'
import { encodeLadder } from '#server/transcoding/encode-ladder'
import { makeArtwork } from '#server/transcoding/make-artwork'
import { publishFirst } from '#server/transcoding/publish-first'
import { removeEarlyPack } from '#server/transcoding/remove-early-pack'
import { Pack } from '#server/videos/pack.model'
import { startDatabases, type TestDatabases } from '../support/databases.ts'
import { FOOTAGE, sample } from '../support/footage.ts'
import { addVideo, decodeRenditions, packOf, videoOf } from '../support/transcoding.ts'

let databases: TestDatabases
let scratch: string

beforeAll(async () => {
  databases = await startDatabases(auditMigrations, { VIDEO_MAX_SECONDS: '7200', LOG_LEVEL: 'silent' })
  scratch = await mkdtemp(join(tmpdir(), 'clipway-decoded-'))
  await getFfmpeg() // a worker has it ready
})

afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases?.stop()
  await rm(scratch, { recursive: true, force: true })
})

type Step = typeof publishFirst
const run = (step: Step, videoId: string) => step(videoId, new AbortController().signal, async () => {})
const workFolders = () => readdir(config().paths.work).catch(() => [])

describe('a video that browsers play', () => {
  it('is published as it is within two seconds, and then gets its ladder and artwork', async () => {
    const path = sample('one-by-one-person-detection.mp4') ?? (await FOOTAGE.h264())
    const videoId = await addVideo(path)
    const publishing = run(publishFirst, videoId)
    await expect.poll(async () => (await videoOf(videoId)).state, { timeout: 2000, interval: 25 }).toBe('playable')
    await publishing
    const early = await packOf(videoId)
    expect(early).toMatchObject({ revision: 1, isComplete: true, moreParts: [] })
    expect(await videoOf(videoId)).toMatchObject({ state: 'playable', packRevision: 1 })

    await run(encodeLadder, videoId)
    await run(makeArtwork, videoId)
    const video = await videoOf(videoId)
    expect(video).toMatchObject({ state: 'ready', progress: 1, packRevision: 2 })
    const pack = await packOf(videoId)
    expect(pack.objectKey).toBe(`videos/${video.uuid}`)
    expect((await getObjectStore().stat(pack.objectKey))?.sizeBytes).toBe(pack.sizeBytes)
    const decoded = await decodeRenditions(pack, scratch)
    for (const rendition of pack.renditions.filter((each) => each.kind === 'video')) {
      expect(decoded[rendition.name]).toMatchObject({ codec: 'h264', width: rendition.width, height: rendition.height })
      expect(sumOf(rendition.segmentSeconds)).toBeCloseTo(video.duration, 0)
    }
    const peaks = pack.renditions.filter((each) => each.kind === 'video').map((each) => each.peakBitrate)
    // players go by bandwidth: a larger picture must be the one that asks for more
    expect(peaks).toEqual([...peaks].sort((a, b) => a - b))
    expect(new Set(Object.values(decoded).map(({ frames, width }) => (width ? frames : 0)).filter(Boolean)).size).toBe(1)
    for (const key of [video.posterKey, video.previewKey, video.storyboard?.objectKey]) {
      expect((await getObjectStore().stat(key ?? 'none'))?.sizeBytes).toBeGreaterThan(500)
    }
    expect(await workFolders()).toEqual([])

    await run(removeEarlyPack, videoId)
    expect(await getObjectStore().stat(early.objectKey)).toBeNull()
    expect(await Pack.countDocuments({ videoUuid: video.uuid })).toBe(1)
    expect(await getObjectStore().stat(pack.objectKey)).not.toBeNull()
  }) // prettier-ignore
})

describe.each(['webm', 'mpeg4Avi', 'odd', 'portrait', 'rotated'] as const)('a video as %s', (name) => {
  it('grows while it is encoded, and every rendition decodes cleanly', async () => {
    const videoId = await addVideo(await FOOTAGE[name]())
    await run(publishFirst, videoId)
    const early = await packOf(videoId)
    expect(early.isComplete).toBe(true)
    await decodeRenditions(early, scratch)
    await run(encodeLadder, videoId)
    const video = await videoOf(videoId)
    const pack = await packOf(videoId)
    const decoded = await decodeRenditions(pack, scratch)
    for (const { kind, name: rendition, width, height } of pack.renditions) {
      if (kind === 'audio') continue
      expect(decoded[rendition]).toMatchObject({ width, height })
      expect(width % 2 + height % 2).toBe(0)
      expect(width).toBeLessThanOrEqual(video.width)
      expect(decoded[rendition]?.startTicks).toBe(0)
    }
    expect(video.width > video.height).toBe(!['portrait', 'rotated'].includes(name))
    await run(makeArtwork, videoId)
    expect((await videoOf(videoId)).storyboard?.count).toBeGreaterThan(1)
  }) // prettier-ignore
})

it('H.264 with rare keyframes is encoded, since a player fetches whole segments', async () => {
  const videoId = await addVideo(await FOOTAGE.rareKeyframes())
  await run(publishFirst, videoId)
  const [rendition] = (await packOf(videoId)).renditions
  expect(rendition?.segmentSeconds).toHaveLength(5)
  expect(await videoOf(videoId)).toMatchObject({ state: 'playable', packRevision: 1 })
})

it('captions in the file become WebVTT', async () => {
  const videoId = await addVideo(await FOOTAGE.captioned())
  await run(publishFirst, videoId)
  await run(makeArtwork, videoId)
  const [captions] = (await videoOf(videoId)).captions
  expect(captions).toMatchObject({ language: 'eng', label: 'English' })
  const text = await new Response(
    (await getObjectStore().read(captions!.objectKey)) as unknown as BodyInit,
  ).text()
  expect(text).toMatch(/^WEBVTT/)
  expect(text).toContain('00:01.000 --> 00:02.500\nHello there')
})

describe('an original', () => {
  it.each(['prores', 'raw'] as const)('in %s is kept smaller, frame for frame', async (name) => {
    const videoId = await addVideo(await FOOTAGE[name]())
    await run(publishFirst, videoId)
    const before = await videoOf(videoId)
    await run(compressOriginal, videoId)
    const { source, uuid } = await videoOf(videoId)
    expect(source.losslessCodec).toBe('h264')
    expect(source.sizeBytes).toBeLessThan(before.source.sizeBytes)
    expect(source.objectKey).toBe(`originals/${uuid}.mkv`)
    expect(await getObjectStore().stat(before.source.objectKey)).toBeNull()
    await run(compressOriginal, videoId)
    await run(encodeLadder, videoId)
    expect((await videoOf(videoId)).state).toBe('ready')
  })

  it('that is compressed already stays bit for bit', async () => {
    const videoId = await addVideo(await FOOTAGE.h264())
    const before = await videoOf(videoId)
    await run(compressOriginal, videoId)
    expect((await videoOf(videoId)).source).toEqual(before.source)
  })
})

describe('a file that cannot become a video', () => {
  const broken = (write: (path: string) => Promise<unknown>) => async () => {
    const path = join(scratch, `broken-${Math.random()}`)
    await write(path)
    return path
  }
  it.each([
    ['sound only', FOOTAGE.audioOnly, /sound but no picture/],
    ['ten hours', FOOTAGE.tenHours, /10 hours long/],
    ['16,000 x 16,000 pixels', FOOTAGE.bomb, /too large/],
    ['a codec nobody films with', FOOTAGE.magicYuv, /not supported|too large|damaged/],
    ['text', broken((path) => writeFile(path, 'words '.repeat(1000))), /not a video/],
    ['nothing', broken((path) => writeFile(path, '')), /not a video|damaged/],
    ['half of it', broken(async (path) => { await copyFile(await FOOTAGE.h264(), path); await truncate(path, 50_000) }), /damaged or incomplete/],
    ['a playlist', broken((path) => writeFile(path, '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nother.ts\n#EXT-X-ENDLIST\n')), /not accepted|not a video/],
  ])('%s fails with a plain reason and leaves nothing behind', async (_what, make, reason) => {
    const videoId = await addVideo(await make())
    await run(publishFirst, videoId)
    const video = await videoOf(videoId)
    expect(video.state).toBe('failed')
    expect(video.failureReason).toMatch(reason)
    expect(await workFolders()).toEqual([])
    expect(await Pack.countDocuments({ videoUuid: video.uuid })).toBe(0)
  }) // prettier-ignore
})

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
