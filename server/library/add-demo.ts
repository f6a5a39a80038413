import { trusted } from 'mongoose'
import type { DemoView } from '#shared/demo'
import { ensureKeeper } from '../accounts/ensure-keeper.ts'
import { systemActor, type Actor } from '../accounts/actor.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { withWorkFolder } from '../adapters/ffmpeg/work-folder.ts'
import { getQueue } from '../adapters/queue/index.ts'
import { planClips } from '../clips/planned-clips.ts'
import { config } from '../config.ts'
import { JOBS } from '../jobs/catalog.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { deleteTopic } from '../topics/delete-topic.ts'
import { hasSubtopics, topicExists } from '../topics/find-topics.ts'
import { Topic } from '../topics/topic.model.ts'
import { upsertTopic } from '../topics/upsert-topic.ts'
import { deleteVideo } from '../videos/delete-video.ts'
import { Video } from '../videos/video.model.ts'
import { bringInVideo } from './bring-in-video.ts'
import { DEMO_TOPICS, DEMO_VIDEOS, type DemoVideo } from './demo-videos.ts'
import { canMake, makeDemoVideo } from './make-demo-video.ts'

const KEEPER = { username: 'clipway-demo', firstName: 'Clipway', lastName: 'Demo' }
const keyOf = (name: string) => `demo:${name}`
const DEMO_KEYS = DEMO_VIDEOS.map((video) => keyOf(video.name))

/** Asks for the demo content; asking twice is asking once. */
export async function requestDemo(): Promise<DemoView> {
  await enqueue('add-demo', {})
  return findDemo()
}

/**
 * Makes the demo videos and brings them in as an import does. Videos that are here already are passed over, so a run
 * that was cut continues.
 */
export async function addDemo(
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
  wanted: readonly DemoVideo[] = DEMO_VIDEOS,
): Promise<void> {
  const ffmpeg = await getFfmpeg()
  const ownerId = await ensureKeeper(KEEPER)
  for (const topic of DEMO_TOPICS) if (!(await topicExists(topic.combinedTopicName))) await upsertTopic(topic)
  const videos = wanted.filter((video) => canMake(ffmpeg, video))
  for (const [index, video] of videos.entries()) {
    await onProgress(index / videos.length)
    const importKey = keyOf(video.name)
    if (await Video.exists({ importKey, deletedAt: null })) continue
    await withWorkFolder(async (folder) => {
      const report = (share: number) => void onProgress((index + share) / videos.length)
      const path = await makeDemoVideo(ffmpeg, video, { folder, signal, onProgress: report })
      const { title, description, topic } = video
      const details = { title, description, topic, visibility: 'public' } as const
      const { video: made } = await bringInVideo({ path, ownerId, importKey, ...details })
      const clips = video.clips.map(([startSeconds, endSeconds, name]) => ({
        ...{ startSeconds, endSeconds },
        title: name,
        description: '',
      }))
      await planClips(made, clips)
    })
  }
}

/** Takes the demo videos away again, and their topics where nobody else's videos are in them. */
export async function removeDemo(actor: Actor): Promise<void> {
  await getQueue().cancel(JOBS['add-demo'].key())
  const videos = await Video.find(
    { importKey: trusted({ $in: DEMO_KEYS }), deletedAt: null },
    { _id: 1 },
  ).lean()
  for (const video of videos) await deleteVideo(actor, video._id.toHexString())
  // a topic that another demo topic needs, or stands below, goes after it
  for (const { combinedTopicName } of [...DEMO_TOPICS].reverse()) {
    const topic = await Topic.findOne({ combinedTopicName }, { _id: 1 }).lean()
    if (!topic || (await Video.exists({ topicId: topic._id, deletedAt: null }))) continue
    if (!(await hasSubtopics(combinedTopicName))) await deleteTopic(systemActor, topic._id.toHexString())
  }
}

export async function findDemo(): Promise<DemoView> {
  const [job] = (await getQueue().find({ name: 'add-demo', limit: 10 })).filter(
    ({ state }) => state !== 'dead',
  )
  if (job) return { state: 'adding', isOffered: false, progress: Math.min(1, job.progress) }
  const isAdded = await Video.exists({ importKey: trusted({ $in: DEMO_KEYS }), deletedAt: null })
  if (isAdded) return { state: 'added', isOffered: false, progress: 1 }
  // in the order of ids, so that it looks at one document rather than begin a scan
  const isEmpty = !(await Video.exists({ deletedAt: null }).sort({ _id: -1 }))
  return { state: 'none', isOffered: config().hasDemo && isEmpty, progress: 0 }
}
