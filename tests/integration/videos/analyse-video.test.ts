import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WaveformView } from '#shared/studio'
import { getFfmpeg } from '#server/adapters/ffmpeg/index'
import { closeObjectStore, getObjectStore } from '#server/adapters/object-store/index'
import { closeQueue } from '#server/adapters/queue/index'
import { auditMigrations } from '#server/audit/tables'
import { findSuggestions } from '#server/clips/find-suggestions'
import { analyseVideo } from '#server/transcoding/analyse-video'
import { encodeLadder } from '#server/transcoding/encode-ladder'
import { publishFirst } from '#server/transcoding/publish-first'
import { removeVideo } from '#server/videos/remove-video'
import { attachAnalysis, giveUpAnalysis, reconcileAnalyses } from '#server/videos/settle-analysis'
import { VideoSignals } from '#server/videos/video-signals.model'
import { Video } from '#server/videos/video.model'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { FOOTAGE } from '../../support/footage.ts'
import { addVideo, videoOf } from '../../support/transcoding.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(auditMigrations, { LOG_LEVEL: 'silent' })
  await getFfmpeg()
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases?.stop()
})

type Step = typeof analyseVideo
const run = (step: Step, videoId: string) => step(videoId, new AbortController().signal, async () => {})
const ownerOf = async (videoId: string) => userActor('viewer', String((await videoOf(videoId)).uploader))
const jobsOf = (videoId: string) =>
  Video.db.collection('jobs').find({ name: 'analyse-video', 'data.videoId': videoId }).toArray()

async function waveformOf(videoId: string) {
  const { waveformKey } = await videoOf(videoId)
  return WaveformView.parse(JSON.parse(await text(await getObjectStore().read(waveformKey!))))
}

describe('a video with hard cuts and silences', () => {
  let videoId: string
  beforeAll(async () => {
    videoId = await addVideo(await FOOTAGE.scenes())
    await run(publishFirst, videoId)
    await run(encodeLadder, videoId)
  }, 120_000)

  it('is looked at once it is ready: until then its suggestions are being worked on', async () => {
    expect(await findSuggestions(await ownerOf(videoId), videoId)).toEqual({ state: 'working', items: [] })
    await run(analyseVideo, videoId)
    expect((await findSuggestions(await ownerOf(videoId), videoId)).state).toBe('ready')
  }, 60_000)

  it('has its cuts found at the very picture, and its silences to a tenth of a second', async () => {
    const { sceneCuts, silences, peaks, secondsPerPeak } = await waveformOf(videoId)
    expect(sceneCuts.filter((cut) => [20, 37.48, 40, 52].includes(cut))).toEqual(
      expect.arrayContaining([20, 40, 52]),
    )
    expect(silences).toHaveLength(3)
    for (const [index, [from, to]] of [[12.4, 15], [30, 32], [52, 60]].entries()) {
      expect(silences[index]!.startSeconds).toBeCloseTo(from!, 1)
      expect(Math.abs(silences[index]!.endSeconds - to!)).toBeLessThan(0.1)
    }
    expect(peaks.length * secondsPerPeak).toBeCloseTo((await videoOf(videoId)).duration, 0)
    expect(Math.max(...peaks.slice(650, 740))).toBeLessThan(3)
    expect(Math.min(...peaks.slice(100, 500))).toBeGreaterThan(20)
  }) // prettier-ignore

  it('gets suggestions that begin at them, without a look at the bytes', async () => {
    const { items } = await findSuggestions(await ownerOf(videoId), videoId)
    expect(items.length).toBeGreaterThan(0)
    expect(items.map(({ startSeconds }) => startSeconds)).toEqual(
      expect.arrayContaining([expect.closeTo(15, 1)]),
    )
    expect(items.every(({ title }) => /, part \d$/.test(title))).toBe(true)
  })

  it('is not looked at twice, and loses what was found with itself', async () => {
    const { analysedAt } = await videoOf(videoId)
    await run(analyseVideo, videoId)
    expect((await videoOf(videoId)).analysedAt).toEqual(analysedAt)
    const { waveformKey } = await videoOf(videoId)
    await Video.updateOne({ _id: videoId }, { deletedAt: new Date() })
    await removeVideo(videoId)
    expect(await VideoSignals.countDocuments({ _id: videoId })).toBe(0)
    expect(await getObjectStore().stat(waveformKey!)).toBeNull()
  })
})

it('a video without sound has cuts and no waveform', async () => {
  const videoId = await addVideo(await FOOTAGE.h264Silent())
  await run(publishFirst, videoId)
  await run(analyseVideo, videoId)
  expect(await waveformOf(videoId)).toMatchObject({ peaks: [], silences: [] })
  expect((await VideoSignals.findById(videoId).lean())?.energy).toEqual([])
}, 60_000)

it('one that cannot be decoded does without, and says so', async () => {
  const { _id, uploader } = await publishedVideo(userActor().userId)
  const videoId = _id.toHexString()
  await run(analyseVideo, videoId)
  expect((await videoOf(videoId)).analysedAt).toBeInstanceOf(Date)
  expect(await findSuggestions(userActor('viewer', uploader.toHexString()), videoId)).toEqual({
    state: 'failed',
    items: [],
  })
})

it('what is found of a video that was deleted meanwhile is removed', async () => {
  const { _id, uuid } = await publishedVideo(userActor().userId)
  const waveformKey = `artwork/${uuid}/waveform.json`
  await getObjectStore().put(waveformKey, Buffer.from('{}'), { contentType: 'application/json' })
  await Video.updateOne({ _id }, { deletedAt: new Date() })
  const signals = { sceneCuts: [], silences: [], blacks: [], energy: [], secondsPerEnergy: 1 }
  await attachAnalysis(_id.toHexString(), { waveformKey, signals })
  expect(await getObjectStore().stat(waveformKey)).toBeNull()
  expect(await VideoSignals.countDocuments({ _id })).toBe(0)
})

it('videos from before there was an analysis are asked for, those that are done are not', async () => {
  const before = (await publishedVideo(userActor().userId))._id.toHexString()
  const done = (await publishedVideo(userActor().userId))._id.toHexString()
  await giveUpAnalysis(done)
  await reconcileAnalyses()
  expect(await jobsOf(before)).toHaveLength(1)
  expect(await jobsOf(done)).toHaveLength(0)
})
