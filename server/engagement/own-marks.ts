import { Types } from 'mongoose'
import type { Reaction } from '#shared/engagement'
import { readPlain } from '../plain-reads.ts'
import { Engagement, type EngagementDocument } from './engagement.model.ts'

/** What somebody made of an item: their like or dislike, and whether they put it by for later. */
export interface OwnMarks {
  myReaction: Reaction | null
  isSaved: boolean
}

export const NO_MARKS: OwnMarks = { myReaction: null, isSaved: false }

export interface OwnEngagement {
  marks: OwnMarks
  isViewed: boolean
}

/** By target id, of those that have any; nothing for guests. One query. */
export async function findOwnMarks(
  userId: string | null,
  targetIds: readonly string[],
): Promise<Map<string, OwnMarks>> {
  const rows = await readOwn(userId, targetIds, ['reaction', 'save'])
  const byId = new Map<string, Kinds[]>()
  for (const { targetId, kind } of rows) {
    const id = targetId.toHexString()
    byId.set(id, [...(byId.get(id) ?? []), kind])
  }
  return new Map([...byId].map(([id, kinds]) => [id, marksOf(kinds)]))
}

/** By target id, of those that have any; nothing for guests. One query. */
export async function findOwnEngagements(
  userId: string | null,
  targetIds: readonly string[],
): Promise<Map<string, OwnEngagement>> {
  const rows = await readOwn(userId, targetIds, ['reaction', 'save', 'view'])
  const kinds = Map.groupBy(rows, ({ targetId }) => targetId.toHexString())
  return new Map([...kinds].map(([id, own]) => [id, engagementOf(own.map(({ kind }) => kind))]))
}

/** All that somebody made of one item; nothing for guests. One query. */
export async function findOwnEngagement(userId: string | null, targetId: string): Promise<OwnEngagement> {
  const kinds = (await readOwn(userId, [targetId], ['reaction', 'save', 'view'])).map(({ kind }) => kind)
  return engagementOf(kinds)
}

function engagementOf(kinds: Kinds[]): OwnEngagement {
  return { marks: marksOf(kinds), isViewed: kinds.includes('view') }
}

type Kinds = EngagementDocument['kind']

/** One key of the index for each target and slot, however many rows they or this person have. */
async function readOwn(
  userId: string | null,
  targetIds: readonly string[],
  slots: EngagementDocument['slot'][],
) {
  if (!userId || targetIds.length === 0) return []
  return readPlain<Pick<EngagementDocument, 'targetId' | 'kind'>>(
    Engagement,
    {
      targetId: { $in: targetIds.map((id) => new Types.ObjectId(id)) },
      slot: { $in: slots },
      userId: new Types.ObjectId(userId),
    },
    {
      projection: { targetId: 1, kind: 1 },
      hint: { targetId: 1, slot: 1, userId: 1 },
      limit: targetIds.length * slots.length,
    },
  )
}

function marksOf(kinds: Kinds[]): OwnMarks {
  const myReaction = kinds.find((kind) => kind === 'like' || kind === 'dislike') ?? null
  return { myReaction, isSaved: kinds.includes('save') }
}
