import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it } from 'vitest'
import HistoryPage from '~/pages/history.vue'
import { videoView } from '../support/video-view'

const bees = { ...entry('Bees'), id: '1'.repeat(24) }
const birds = { ...entry('Birds'), id: '2'.repeat(24), isFinished: true }
let items = [bees, birds]
let isPaused = false
let isAway = false

function entry(title: string) {
  return {
    item: { kind: 'video' as const, video: videoView({ title, duration: 100 }) },
    positionSeconds: 40,
    secondsWatched: 40,
    isFinished: false,
    watchedAt: new Date().toISOString(),
  }
}

registerEndpoint('/api/me/history', { method: 'GET', handler: () => ({ items, nextCursor: null }) })
registerEndpoint('/api/me/history', {
  method: 'DELETE',
  handler: () => {
    items = []
    return null
  },
})
registerEndpoint(`/api/me/history/${bees.id}`, {
  method: 'DELETE',
  handler: (event) => {
    if (isAway) {
      setResponseStatus(event, 503)
      return { error: { code: 'unavailable', message: 'Away for a moment.', requestId: 'r' } }
    }
    items = items.filter((item) => item !== bees)
    return null
  },
})
registerEndpoint('/api/me/history/settings', { method: 'GET', handler: () => ({ isPaused }) })
registerEndpoint('/api/me/history/settings', {
  method: 'PUT',
  handler: () => {
    isPaused = !isPaused
    return { isPaused }
  },
})

beforeEach(() => {
  items = [bees, birds]
  isPaused = false
  isAway = false
  clearNuxtData()
})

async function open() {
  const page = await mountSuspended(HistoryPage)
  await expect.poll(() => page.text()).toContain('Birds')
  return page
}
const removeBees = '[aria-label="Remove Bees from your history"]'

describe('the history', () => {
  it('is grouped by day, with how far each was watched', async () => {
    const page = await open()
    expect(page.get('h2').text()).toBe('Today')
    expect(page.text()).toContain('40 % watched')
    expect(page.text()).toContain('Watched')
  })

  it('loses a line at once, and has it back when that was refused', async () => {
    isAway = true
    const page = await open()
    await page.get(removeBees).trigger('click')
    expect(page.text()).not.toContain('Bees')
    await expect.poll(() => page.text()).toContain('Bees')
    isAway = false
    await page.get(removeBees).trigger('click')
    await expect.poll(() => items).toEqual([birds])
    expect(page.text()).not.toContain('Bees')
  })

  it('says that it is paused', async () => {
    const page = await open()
    await page.get('[role="switch"]').trigger('click')
    await expect.poll(() => page.text()).toContain('Your history is paused')
  })

  it('is cleared only after a second word', async () => {
    const page = await open()
    await page
      .findAll('button')
      .find((button) => button.text() === 'Clear all')!
      .trigger('click')
    const confirm = () => [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === 'Clear history') // prettier-ignore
    await expect.poll(() => confirm()).toBeTruthy()
    expect(items).toHaveLength(2)
    confirm()!.click()
    await expect.poll(() => page.text()).toContain('Nothing watched yet')
    expect(items).toEqual([])
  })
})
