import { DEFAULT_TIER_SETTINGS } from '#shared/tiers'
import type { RouteRows } from '../../../support/routes/row.ts'

export const tierRows: RouteRows = {
  'get /api/admin/tiers': { queries: [{}, { days: '366' }] },
  'get /api/admin/tiers/forecast': { queries: [{}, { days: '90' }] },
  'get /api/admin/tiers/settings': {},
  'put /api/admin/tiers/settings': { body: () => ({ ...DEFAULT_TIER_SETTINGS, goldenDays: 21 }) },
}
