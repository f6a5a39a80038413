import type { PageQuery } from '#shared/common'
import type { EngagedPeoplePage, EngagementKind } from '#shared/engagement'
import type { EngagedItem } from './engaged-item.ts'
import { findEngagedPeople } from './find-reactions.ts'

/** Who viewed, liked or disliked it, as far as this reader is shown: likes are public, the others the creator's. */
export function listEngaged(
  { reader, ...item }: EngagedItem,
  kind: EngagementKind,
  page: PageQuery,
): Promise<EngagedPeoplePage> {
  const showsAll = kind === 'like' || reader.isCreator
  return findEngagedPeople(item, kind, page, reader.hiddenUserIds, showsAll ? undefined : reader.userId)
}
