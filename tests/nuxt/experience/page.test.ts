import { mockNuxtImport, mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExperienceFigures, ExperienceView } from '#shared/experience'
import Page from '~/pages/admin/experience.vue'

const { asked } = vi.hoisted(() => ({ asked: [] as string[] }))
mockNuxtImport('useColorMode', () => () => ({ value: 'light' }))

const none: ExperienceFigures = {
  plays: 0,
  firstFrameMs: { p50: null, p75: null, p95: null },
  rebufferShare: 0,
  wastedShare: 0,
  droppedFrameShare: 0,
  failedShare: 0,
}
const some: ExperienceFigures = {
  ...none,
  plays: 1204,
  firstFrameMs: { p50: 90, p75: 140, p95: 1300 },
  wastedShare: 0.215,
}
let answer: ExperienceView

registerEndpoint('/api/admin/experience', (event) => {
  asked.push(event.path)
  return answer
})

beforeEach(() => {
  clearNuxtData()
  asked.length = 0
  const hours = [0, 1].map((hour) => ({ from: `2026-11-22T0${hour}:00:00.000Z`, ...(hour ? some : none) }))
  answer = {
    overall: some,
    bySurface: [{ surface: 'feed', ...some }],
    byConnection: [{ connection: '4g', ...some }],
    hours,
  }
})

async function open() {
  const page = await mountSuspended(Page)
  await flushPromises()
  return page
}

describe('the page that says what playing was like', () => {
  it('says each figure with what it means, in units that people read', async () => {
    const page = await open()
    await expect.poll(() => page.text()).toContain('1,204')
    const text = page.text().replaceAll('\u00a0', ' ')
    expect(text).toContain('140 ms')
    expect(text).toContain('95 of 100 1.3 sec')
    expect(text).toContain('21.5%')
    const tables = page.findAll('table caption, [role=region] table')
    expect(tables.length).toBeGreaterThanOrEqual(2)
    expect(page.find('[role=region] tbody th').text()).toBe('Feed')
  })

  it('asks for another time when it is chosen', async () => {
    const page = await open()
    const week = page.findAll('button').find((button) => button.text() === '7 days')!
    await week.trigger('click')
    await expect.poll(() => asked.at(-1)).toContain('hours=168')
    expect(week.attributes('aria-pressed')).toBe('true')
  })

  it('says so where nobody has watched anything', async () => {
    answer = { overall: none, bySurface: [], byConnection: [], hours: [] }
    const page = await open()
    await expect.poll(() => page.text()).toContain('Nobody has watched anything yet')
  })
})
