import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { planClips, type PlannedClip } from '../clips/planned-clips.ts'
import { InvalidInput } from '../errors.ts'
import { topicExists } from '../topics/find-topics.ts'
import { upsertTopic } from '../topics/upsert-topic.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { bringInVideo } from './bring-in-video.ts'
import type { Library, LibraryFile } from './read-library.ts'

export interface ImportResult {
  newTopics: number
  newVideos: number
  /** Every video of the library, also those that were here before, in the manifest's order. */
  videos: VideoDocument[]
}

/**
 * Brings a library in. What is here already stays as it is, so a second run changes nothing and a run that was cut
 * continues.
 * @param onVideo called before each video, with how many are done
 * @throws InvalidInput for a topic that neither the library nor the site has
 */
export async function importLibrary(
  library: Library,
  ownerId: string,
  onVideo: (done: number, video: LibraryFile) => void = () => undefined,
): Promise<ImportResult> {
  await refuseUnknownTopics(library)
  const result: ImportResult = { newTopics: await importTopics(library), newVideos: 0, videos: [] }
  for (const [index, file] of library.videos.entries()) {
    onVideo(index, file)
    const { title, description, topic, visibility, attribution, path, clips } = file
    const importKey = await importKeyOf(file)
    const details = { title, description, topic, visibility, attribution }
    const { video, isNew } = await bringInVideo({ ...details, path, ownerId, importKey })
    await planClips(video, clips.map(plannedClip))
    result.videos.push(video)
    if (isNew) result.newVideos += 1
  }
  return result
}

function plannedClip({ start, end, title, description }: LibraryFile['clips'][number]): PlannedClip {
  return { startSeconds: start, endSeconds: end, title, description }
}

/** Topics that exist may have been changed by an admin since, so they are left alone. */
async function importTopics(library: Library): Promise<number> {
  let made = 0
  for (const topic of library.topics) {
    if (await topicExists(topic.combinedTopicName)) continue
    await upsertTopic(topic)
    made += 1
  }
  return made
}

async function refuseUnknownTopics(library: Library): Promise<void> {
  const brought = new Set(library.topics.map((topic) => topic.combinedTopicName))
  const named = [...new Set(library.videos.flatMap((video) => video.topic ?? []))]
  const unknown: string[] = []
  for (const name of named) if (!brought.has(name) && !(await topicExists(name))) unknown.push(name)
  if (unknown.length > 0) {
    throw new InvalidInput('Some videos name topics that do not exist. Add them under topics:', {
      details: unknown.map((name) => ({ path: 'topic', message: name })),
    })
  }
}

/** By name and content: another file under the same name is another video, the same folder elsewhere is not. */
async function importKeyOf(file: LibraryFile): Promise<string> {
  const content = createHash('sha256')
  await pipeline(createReadStream(file.path), content)
  const key = createHash('sha256')
    .update(`${file.file}\0${content.digest('hex')}`)
    .digest('hex')
  return `import:${key}`
}
