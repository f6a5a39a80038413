import type { RouteRows } from '../../../support/routes/row.ts'
import { myClip, myVideo, otherPrivateClip, otherPrivateVideo } from '../../../support/routes/things.ts'

/** What a creator does in the studio beside the timeline. */
export const studioRows: RouteRows = {
  'get /api/videos/{id}/analytics': { own: myVideo, foreign: otherPrivateVideo },
  'get /api/clips/{id}/analytics': { own: myClip, foreign: otherPrivateClip },
}
