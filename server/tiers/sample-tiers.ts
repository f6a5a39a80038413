import { trusted } from 'mongoose'
import type { TierSettings, TierSize } from '#shared/tiers'
import { STORAGE_STAGES, type StorageStage } from '#shared/videos'
import { systemClock, type Clock } from '../adapters/clock/index.ts'
import { Video } from '../videos/video.model.ts'
import { findArchiveBytes } from './gather-facts.ts'
import { nextPressure, underPressure } from './relive-pressure.ts'
import { TierSample, type TierSampleDocument } from './tier-sample.model.ts'
import { readTierSettings } from './tier-settings.ts'

const DAY_MS = 86_400_000
const KEPT_DAYS = 367

type Sizes = Record<StorageStage, TierSize>

/** Writes down what lies where, and how hard RELIVE is pressed from now on. Reads every video once: for a job. */
export async function sampleTiers(clock: Clock = systemClock): Promise<void> {
  const now = clock.now()
  const [settings, tiers, archive, last] = await Promise.all([
    readTierSettings(),
    findSizes(),
    findArchiveBytes(),
    findLastSample(),
  ])
  const passedMs = last ? now.getTime() - last.at.getTime() : 0
  const pressure = nextPressure(last?.pressure ?? 1, reliveShare(tiers), settings, passedMs)
  await TierSample.create({
    at: now,
    tiers,
    archiveBytes: archive.bytes,
    collections: archive.collections,
    pressure,
  })
  await TierSample.deleteMany({ at: trusted({ $lt: new Date(now.getTime() - KEPT_DAYS * DAY_MS) }) })
}

export function findLastSample(): Promise<TierSampleDocument | null> {
  return TierSample.findOne().sort({ at: -1 }).lean<TierSampleDocument>().exec()
}

/** The rules as they are under the pressure of the last sample. */
export async function readPressedSettings(): Promise<TierSettings> {
  const [settings, last] = await Promise.all([readTierSettings(), findLastSample()])
  return last && settings.reliveMaxShare < 1 ? underPressure(settings, last.pressure) : settings
}

export function noSizes(): Sizes {
  const stages = Object.keys(STORAGE_STAGES) as StorageStage[]
  return Object.fromEntries(stages.map((stage) => [stage, { count: 0, bytes: 0 }])) as Sizes
}

/** Bytes as they were uploaded. */
async function findSizes(): Promise<Sizes> {
  const rows = await Video.aggregate<TierSize & { _id: StorageStage }>([
    { $match: { deletedAt: null } },
    { $group: { _id: '$storageStage', count: { $sum: 1 }, bytes: { $sum: '$source.sizeBytes' } } },
  ])
  return { ...noSizes(), ...Object.fromEntries(rows.map(({ _id, count, bytes }) => [_id, { count, bytes }])) }
}

/** Of what is still kept here or far away. */
function reliveShare(tiers: Sizes): number {
  const hot = tiers.LIVE.bytes + tiers.RELIVE.bytes
  const all = hot + tiers.ARCHIVE.bytes + tiers.EXPIRING.bytes
  return all > 0 ? hot / all : 0
}
