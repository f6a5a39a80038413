import { Types, trusted } from 'mongoose'
import type { MultiplierView } from '#shared/recommendations'
import { systemClock } from '../adapters/clock/index.ts'
import { Clip } from '../clips/clip.model.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { EARLY_ITEMS } from './engine/build-queues.ts'
import { deltasOf, multiplierOf, type MultiplierSettings } from './multipliers.ts'
import { ReachDay } from './reach-day.model.ts'
import { readRecommendationSettings } from './recommendation-settings.ts'

interface Multiplied {
  /** Of the item. */
  id: string
  thing: { uploadDate: Date; uploader: Types.ObjectId }
  video: Pick<VideoDocument, 'isNsfw'>
}

/** What lowers or raises each of these items now, and until when; by their ids. */
export async function readMultipliers(items: readonly Multiplied[]): Promise<Map<string, MultiplierView>> {
  const creators = [...new Set(items.map(({ thing }) => thing.uploader.toHexString()))]
  const [{ multipliers }, plays, early] = await Promise.all([
    readRecommendationSettings(),
    countPlays(items.map(({ id }) => id)),
    Promise.all(creators.map(async (id) => [id, await isEarlyCreator(id)] as const)),
  ])
  const isEarly = new Map(early)
  return new Map(
    items.map((item) => {
      const facts = { impressions: plays.get(item.id) ?? 0, isEarlyCreator: isEarly.get(item.thing.uploader.toHexString()) ?? false } // prettier-ignore
      return [item.id, viewOf(item, facts, multipliers)]
    }),
  )
}

function viewOf(
  { thing, video }: Multiplied,
  facts: { impressions: number; isEarlyCreator: boolean },
  settings: MultiplierSettings,
): MultiplierView {
  const all = { ...facts, publishedAt: thing.uploadDate, isNsfw: video.isNsfw, warning: null, unsureViolation: null, hasNoPenalties: false } // prettier-ignore
  const deltas = deltasOf(all, systemClock.now(), settings)
  return {
    value: rounded(multiplierOf(deltas)),
    deltas: deltas.map(({ code, delta, until }) => ({ code, delta: rounded(delta), until: until?.toISOString() ?? null })), // prettier-ignore
  }
}

async function countPlays(ids: readonly string[]): Promise<Map<string, number>> {
  const itemIds = ids.map((id) => new Types.ObjectId(id))
  const rows = await ReachDay.aggregate<{ _id: Types.ObjectId; plays: number }>([
    { $match: { itemId: trusted({ $in: itemIds }) } },
    { $group: { _id: '$itemId', plays: { $sum: '$plays' } } },
  ])
  return new Map(rows.map(({ _id, plays }) => [_id.toHexString(), plays]))
}

/** As the engine counts: what the feed may show of them. */
async function isEarlyCreator(uploader: string): Promise<boolean> {
  const [clips, videos] = await Promise.all([
    Clip.find({ uploader, isListed: true }, { _id: 1 }).limit(EARLY_ITEMS + 1).lean(),
    Video.find({ uploader, visibility: 'public', state: 'ready', clips: [] }, { _id: 1 }).limit(EARLY_ITEMS + 1).lean(),
  ]) // prettier-ignore
  return clips.length + videos.length <= EARLY_ITEMS
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
