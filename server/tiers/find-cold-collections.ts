import { systemClock, type Clock } from '../adapters/clock/index.ts'
import { Video } from '../videos/video.model.ts'
import { chooseCollections, type ArchivedCollection, type ChosenCollection } from './choose-collections.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { findHeat } from './find-heat.ts'
import { findArchiveBytes, REVIEWED_FIELDS, tierFactsOf, type ReviewedVideo } from './gather-facts.ts'
import { readTierSettings } from './tier-settings.ts'

/** The archive has some hundred at most: its cap by what one holds. */
const MAX_COLLECTIONS = 2_000

/** Sealed collections that the rules send to the cold store, coldest first. Reads every archived video: for jobs. */
export async function findColdCollections(clock: Clock = systemClock): Promise<ChosenCollection[]> {
  const settings = await readTierSettings()
  const { bytes } = await findArchiveBytes()
  const sealed = await Collection.find({ state: 'sealed' }, { sizeBytes: 1 })
    .sort({ liveBytes: 1 })
    .limit(MAX_COLLECTIONS)
    .lean<CollectionDocument[]>()
  const collections: ArchivedCollection[] = []
  for (const collection of sealed) collections.push(await withMembers(collection, clock.now()))
  return chooseCollections(collections, bytes, settings, clock.now())
}

async function withMembers({ _id, sizeBytes }: CollectionDocument, now: Date): Promise<ArchivedCollection> {
  const videos = await Video.find({ collectionId: _id, deletedAt: null }, REVIEWED_FIELDS).lean<
    ReviewedVideo[]
  >()
  const inside = videos.filter(({ storageStage }) => storageStage === 'ARCHIVE')
  const heat = await findHeat(inside.map((video) => video._id), now) // prettier-ignore
  const members = inside.map((video) => tierFactsOf(video, { heat: heat.get(video._id.toHexString()) }))
  return { id: _id.toHexString(), sizeBytes, members }
}
