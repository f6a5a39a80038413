import { trusted } from 'mongoose'
import type { Engine } from './engine.ts'
import { EngineCall, type EngineCallDocument } from './engine-call.model.ts'
import type { News } from './event-log.ts'
import { goneNews, itemsOfVideos, newsOf } from './follow-catalogue.ts'

const AT_ONCE = 500
const VIDEOS_AT_ONCE = 50

interface Calls {
  rows: EngineCallDocument[]
  /** Who wants another queue by themselves. */
  userIds: string[]
  /** What is new of videos that changed. */
  news: News[]
}

/** What this and other processes called for, the oldest first. They stay until `dropCalls`: one that is cut looks again. */
export async function readCalls(engine: Engine): Promise<Calls> {
  const rows = await EngineCall.find({}).sort({ _id: 1 }).limit(AT_ONCE).lean<EngineCallDocument[]>()
  const userIds = rows.flatMap(({ userId }) => (userId ? [userId.toHexString()] : []))
  const videoIds = [...new Set(rows.flatMap(({ videoId }) => (videoId ? [videoId.toHexString()] : [])))]
  const news: News[] = []
  for (let start = 0; start < videoIds.length; start += VIDEOS_AT_ONCE) {
    news.push(...(await videoNews(engine, videoIds.slice(start, start + VIDEOS_AT_ONCE))))
  }
  return { rows, userIds: [...new Set(userIds)], news }
}

export async function dropCalls({ rows }: Calls): Promise<void> {
  if (rows.length === 0) return
  await EngineCall.deleteMany({ _id: trusted({ $in: rows.map(({ _id }) => _id) }) })
}

async function videoNews(engine: Engine, videoIds: string[]): Promise<News[]> {
  const found = await itemsOfVideos(videoIds)
  const known = videoIds.flatMap((id) => [...(engine.itemsOfVideo.get(id) ?? [])])
  const items = known.map((number) => engine.items[number]!)
  return [...newsOf(engine, found), ...goneNews(engine, items, new Set(found.keys()))]
}
