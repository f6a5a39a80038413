import { SEARCH_KINDS } from '#shared/search'
import type { RouteRows } from '../../../support/routes/row.ts'

export const searchRows: RouteRows = {
  'get /api/search': { queries: SEARCH_KINDS.map((kind) => ({ q: 'bees', kind })) },
  'get /api/search/suggestions': { queries: [{ q: 'be' }] },
}
