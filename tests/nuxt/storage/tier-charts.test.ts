import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import type { TiersView } from '#shared/tiers'
import TierCharts from '~/components/storage/TierCharts.vue'

type Sample = TiersView['series'][number]
const sample = (hour: number, count: number) =>
  ({ at: new Date(Date.UTC(2026, 10, 22, hour)).toISOString(), tiers: { RELIVE: { count, bytes: count * 1e6 } } }) as Sample // prettier-ignore
const mount = (series: Sample[]) =>
  mountSuspended(TierCharts, { props: { series, days: 30 }, global: { stubs: { BaseChart: true } } })

it('draws sizes and counts of what was held, and nothing for a site that never held anything', async () => {
  expect((await mount([sample(1, 2), sample(2, 3)])).findAllComponents({ name: 'BaseChart' })).toHaveLength(2)
  const empty = await mount([sample(1, 0), sample(2, 0)])
  expect(empty.findAllComponents({ name: 'BaseChart' })).toHaveLength(0)
})
