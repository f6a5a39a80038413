import type { RouteRows } from '../../../support/routes/row.ts'
import { myVideo, otherPrivateVideo } from '../../../support/routes/things.ts'

export const storageRows: RouteRows = {
  'get /api/videos/{id}/index': { own: myVideo, foreign: otherPrivateVideo },
}
