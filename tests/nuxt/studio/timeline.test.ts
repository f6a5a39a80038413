import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClipSuggestionView, WaveformView } from '#shared/studio'
import Timeline from '~/components/studio/timeline/Timeline.vue'

const waveform: WaveformView = {
  secondsPerPeak: 0.02,
  peaks: [],
  sceneCuts: [20],
  silences: [{ startSeconds: 40, endSeconds: 42 }],
  secondsPerFrame: 0.04,
}
const suggestion: ClipSuggestionView = {
  startSeconds: 42,
  endSeconds: 80,
  title: 'Bees dance',
  score: 0.8,
  signals: ['silence'],
}
const clips = Array.from({ length: 500 }, (_, index) => ({
  id: String(index),
  title: `Clip ${index}`,
  startSeconds: index / 10,
  endSeconds: index / 10 + 1,
}))

// 1000 pixels for 100 seconds: ten a second
beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000))
afterEach(() => vi.restoreAllMocks())

function open(marks: { start: number | null; end: number | null }) {
  return mountSuspended(Timeline, {
    props: {
      duration: 100,
      currentTime: 10,
      isPlaying: false,
      waveform,
      storyboardUrl: null,
      clips: [],
      selectedId: null,
      suggestions: [suggestion],
      ...marks,
    },
    attachTo: document.body,
  })
}

describe('the timeline', () => {
  it('moves an edge by a picture, by a second with Shift, and never past the other', async () => {
    const timeline = await open({ start: 10, end: 11 })
    const start = timeline.find('[data-testid="mark-start"]')
    await start.trigger('keydown', { key: 'ArrowLeft' })
    await start.trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    expect(timeline.emitted('update:start')).toEqual([[9.96], [10.96]])
    // what begins there is shown
    expect(timeline.emitted('seek')).toEqual([[expect.closeTo(9.9605)], [expect.closeTo(10.9605)]])
  })

  it('holds a dragged edge at a scene cut that is near, says so, and lets go with Alt', async () => {
    const timeline = await open({ start: 10, end: 60 })
    const start = timeline.find<HTMLElement>('[data-testid="mark-start"]')
    start.element.setPointerCapture = () => {}
    await start.trigger('pointerdown', { button: 0, clientX: 100 })
    await start.trigger('pointermove', { clientX: 203 })
    expect(timeline.emitted('update:start')?.at(-1)).toEqual([20])
    expect(start.text()).toBe('Scene cut')
    await start.trigger('pointermove', { clientX: 203, altKey: true })
    expect(timeline.emitted('update:start')?.at(-1)).toEqual([20.28])
    await start.trigger('pointerup')
    expect(start.text()).toBe('')
  })

  it('makes a clip of a suggestion at one press', async () => {
    const timeline = await open({ start: null, end: null })
    await timeline.find('button[aria-label*="Bees dance"]').trigger('click')
    expect(timeline.emitted('accept')).toEqual([[suggestion]])
  })

  it('zooms by + and - and by the wheel with Ctrl, and leaves other wheels to the page', async () => {
    const timeline = await open({ start: null, end: null })
    const width = () => timeline.find<HTMLElement>('[data-testid="timeline"]').element.style.width
    expect(width()).toBe('1000px')
    await timeline.find('[data-testid="playhead"]').trigger('keydown', { key: '+' })
    expect(width()).toBe('1600px')
    await timeline.find('[data-testid="playhead"]').trigger('keydown', { key: '-' })
    expect(width()).toBe('1000px')
    const scroller = timeline.find('[data-timeline-scroller]')
    await scroller.trigger('wheel', { deltaY: -100 })
    expect(width()).toBe('1000px')
    await scroller.trigger('wheel', { deltaY: -100, ctrlKey: true })
    expect(Number.parseInt(width())).toBeGreaterThan(1500)
  })

  it('has no element for a clip or a peak, however many there are', async () => {
    const timeline = await open({ start: 10, end: 20 })
    const before = timeline.findAll('*').length
    await timeline.setProps({ clips, waveform: { ...waveform, peaks: new Array<number>(20_000).fill(9) } })
    expect(timeline.findAll('*')).toHaveLength(before)
  })
})
