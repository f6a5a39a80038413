import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '#shared/common'
import type { UploadView } from '#shared/uploads'
import type { VideoState, VideoView } from '#shared/videos'
import type { BrowserClient } from './browser-client.ts'
import { TusClient } from './tus.ts'

interface Publication {
  /** Upload-Metadata: title, description, topic, visibility. */
  metadata: Record<string, string>
  /** Resolves when the video has come this far. */
  until: VideoState
  timeoutMs?: number
}

/** Uploads a file as the person of `client` and waits for the running app to process it. */
export async function publishFile(
  client: BrowserClient,
  url: string,
  path: string,
  { metadata, until, timeoutMs = 120_000 }: Publication,
): Promise<VideoView> {
  const made = await client.post('/api/me/tokens', { name: 'upload', scopes: ['read', 'write'] })
  if (made.status !== 201) throw new Error(`a token was refused: ${made.text}`)
  const tus = new TusClient(url, made.json.token)
  const bytes = await readFile(path)
  const uploadId = await tus.create(bytes.length, metadata)
  await tus.patch(uploadId, 0, bytes)
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const video = await findVideo(client, uploadId)
    if (video?.state === 'failed') throw new Error(`the processing of ${path} failed`)
    if (video?.state === until) return video
    await sleep(250)
  }
  throw new Error(`${path} was not ${until} within ${timeoutMs} ms`)
}

async function findVideo(client: BrowserClient, uploadId: string): Promise<VideoView | undefined> {
  const uploads: Page<UploadView> = (await client.get('/api/uploads')).json
  const videoId = uploads.items.find(({ id }) => id === uploadId)?.videoId
  return videoId ? (await client.get(`/api/videos/${videoId}`)).json : undefined
}
