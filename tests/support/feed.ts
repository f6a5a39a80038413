import type { FeedItem, FeedPage } from '#shared/feed'
import { createClip } from '../../server/clips/create-clip.ts'
import { publishedVideo, userActor } from './videos.ts'

interface Asker {
  get(path: string): Promise<{ status: number; text: string; json: unknown }>
}

/** Clips of a published video of their own, in the order they were made; each a second of it. */
export async function publishedClips(
  creatorId: string,
  topics: readonly (string | null)[],
): Promise<{ videoId: string; clipIds: string[] }> {
  const video = await publishedVideo(creatorId)
  const videoId = video._id.toHexString()
  const clipIds: string[] = []
  for (const [index, topic] of topics.entries()) {
    const times = { startSeconds: index % 7, endSeconds: (index % 7) + 1 }
    const clip = await createClip(userActor('viewer', creatorId), videoId, {
      title: `Clip ${index}`,
      description: '',
      topic,
      ...times,
    })
    clipIds.push(clip._id.toHexString())
  }
  return { videoId, clipIds }
}

export async function readPage(asker: Asker, path: string): Promise<FeedPage> {
  const { status, text, json } = await asker.get(path)
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`)
  return json as FeedPage
}

/** Every page of a sequence, to its end. */
export async function walkFeed(
  asker: Asker,
  path = '/api/feed',
  options: { limit?: number; between?: (page: FeedPage) => Promise<unknown> } = {},
): Promise<{ items: FeedItem[]; last: FeedPage }> {
  const { limit = 3, between } = options
  const items: FeedItem[] = []
  for (let cursor = ''; ;) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`
    const page = await readPage(asker, path + query)
    items.push(...page.items)
    if (!page.nextCursor) return { items, last: page }
    await between?.(page)
    cursor = page.nextCursor
  }
}

export function idsOf(items: readonly FeedItem[]): string[] {
  return items.map(({ item }) => item.id)
}
