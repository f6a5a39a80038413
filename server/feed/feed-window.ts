import { trusted } from 'mongoose'
import type { FeedThing, FeedWindowBody } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { sessionIdOf } from '../accounts/actor.ts'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { Clip } from '../clips/clip.model.ts'
import { userIdOf } from '../engagement/engaged-item.ts'

/** From the last report on: a feed that is left open and still is no use of the media any more. */
const WINDOW_SECONDS = 600
const PREFIX = 'window:'
/** People whose windows are looked at. */
const MAX_PEOPLE = 20_000
const PEOPLE_AT_ONCE = 100

/** What somebody's player keeps ready now, in place of what it kept before. Of several devices the last counts. */
export async function reportWindow(actor: Actor, { items }: FeedWindowBody): Promise<void> {
  const person = userIdOf(actor) ?? sessionIdOf(actor)
  if (!person) return
  const key = PREFIX + person
  if (items.length === 0) return getLiveCache().delete(key)
  await getLiveCache().set(key, Buffer.from(JSON.stringify(items.map(packThing))), WINDOW_SECONDS)
}

/**
 * Videos that are in somebody's window now, and in how many: what is worth keeping where it is quick to read. Ids are
 * as people reported them: whoever acts on one reads the video first.
 */
export async function findWindowedVideos(): Promise<Map<string, number>> {
  const keys = await getLiveCache().keys(PREFIX, MAX_PEOPLE)
  const videos = new Map<string, number>()
  for (let start = 0; start < keys.length; start += PEOPLE_AT_ONCE) {
    const windows = await Promise.all(keys.slice(start, start + PEOPLE_AT_ONCE).map(readWindow))
    for (const id of await videosOf(windows)) videos.set(id, (videos.get(id) ?? 0) + 1)
  }
  return videos
}

function packThing({ kind, id }: FeedThing): string {
  return kind[0] + id
}

async function readWindow(key: string): Promise<string[]> {
  const value = await getLiveCache().get(key)
  return value ? (JSON.parse(value.toString()) as string[]) : []
}

/** Once for each window that it or a clip of it is in. */
async function videosOf(windows: readonly string[][]): Promise<string[]> {
  const clipIds = [...new Set(windows.flat())].filter(isClip).map(idOf)
  const clips = await Clip.find({ _id: trusted({ $in: clipIds }) }, { videoId: 1 }).lean()
  const parents = new Map(clips.map((clip) => [clip._id.toHexString(), clip.videoId.toHexString()]))
  return windows.flatMap((things) => {
    const ids = things.map((thing) => (isClip(thing) ? parents.get(idOf(thing)) : idOf(thing)))
    return [...new Set(ids)].filter((id) => id !== undefined)
  })
}

const isClip = (packed: string) => packed.startsWith('c')
const idOf = (packed: string) => packed.slice(1)
