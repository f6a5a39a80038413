import type { RouteRows } from '../../../support/routes/row.ts'
import { accountRows } from './accounts.ts'
import { clipRows } from './clips.ts'
import { commentRows } from './comments.ts'
import { embedRows } from './embeds.ts'
import { engagementRows } from './engagement.ts'
import { feedRows } from './feed.ts'
import { notificationRows } from './notifications.ts'
import { operationRows } from './operations.ts'
import { peopleRows } from './people.ts'
import { recommendationRows } from './recommendations.ts'
import { searchRows } from './search.ts'
import { storageRows } from './storage.ts'
import { studioRows } from './studio.ts'
import { tierRows } from './tiers.ts'
import { videoRows } from './videos.ts'

/** The table: one row for each method and path of the server. */
export const allRows: RouteRows = {
  ...accountRows,
  ...clipRows,
  ...commentRows,
  ...embedRows,
  ...engagementRows,
  ...feedRows,
  ...notificationRows,
  ...operationRows,
  ...peopleRows,
  ...recommendationRows,
  ...searchRows,
  ...storageRows,
  ...studioRows,
  ...tierRows,
  ...videoRows,
}
