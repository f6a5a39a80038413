import { trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { CollectionView } from '#shared/storage'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { collectionName } from './collection-bytes.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CreatorCopy } from './creator-copy.model.ts'

/** Newest first; for admins. */
export async function findCollections({ limit, cursor }: PageQuery): Promise<Page<CollectionView>> {
  const before = cursor ? { number: trusted({ $lt: Number(readCursor(cursor)) }) } : {}
  const rows = await Collection.find(before, { 'cold.chunkRoots': 0 })
    .sort({ number: -1 })
    .hint({ number: 1 })
    .limit(limit + 1)
    .lean<CollectionDocument[]>()
  const shown = rows.slice(0, limit)
  const items = await Promise.all(shown.map(present))
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(String(last.number)) : null }
}

async function present(row: CollectionDocument): Promise<CollectionView> {
  const { _id, number, state, sizeBytes, liveBytes, memberCount, cold } = row
  const collectionId = _id
  const [creators, told] = await Promise.all([
    CreatorCopy.countDocuments({ collectionId }),
    CreatorCopy.countDocuments({ collectionId, sentAt: trusted({ $type: 'date' }) }),
  ])
  return {
    id: _id.toHexString(),
    number,
    name: collectionName(number),
    state,
    sizeBytes,
    liveBytes,
    memberCount,
    uri: cold?.uri ?? null,
    createdAt: row.createdAt.toISOString(),
    copyDueAt: row.copyDueAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    goneAt: row.goneAt?.toISOString() ?? null,
    copies: { creators, told },
  } satisfies CollectionView
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^\d{1,15}$/.test(key))
}
