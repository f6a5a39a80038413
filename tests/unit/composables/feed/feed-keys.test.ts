import { describe, expect, it } from 'vitest'
import { FEED_SHORTCUTS, feedCommandFor } from '../../../../composables/feed/feed-keys.ts'

const press = (key: string, change: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
})

describe('a key of the feed', () => {
  it.each([
    ['ArrowDown', { kind: 'move', by: 1 }],
    ['PageUp', { kind: 'move', by: -1 }],
    [' ', { kind: 'togglePlay' }],
    ['ArrowLeft', { kind: 'seekBy', seconds: -5 }],
    ['L', { kind: 'seekBy', seconds: 10 }],
    ['7', { kind: 'seekToShare', share: 0.7 }],
    ['+', { kind: 'like' }],
    ['?', { kind: 'showHelp' }],
  ])('%s', (key, command) => expect(feedCommandFor(press(key))).toEqual(command))

  it('moves with Shift and N, but N alone means nothing', () => {
    expect(feedCommandFor(press('N', { shiftKey: true }))).toEqual({ kind: 'move', by: 1 })
    expect(feedCommandFor(press('n'))).toBeNull()
  })

  it('leaves the browser its own: Ctrl and + make the page larger, Alt and left go back', () => {
    expect(feedCommandFor(press('+', { ctrlKey: true }))).toBeNull()
    expect(feedCommandFor(press('ArrowLeft', { altKey: true }))).toBeNull()
    expect(feedCommandFor(press('End', { ctrlKey: true }))).toEqual({ kind: 'leave', to: 'after' })
  })

  it('counts by its place where the layout has no Latin letters', () => {
    expect(feedCommandFor(press('л', { code: 'KeyK' }))).toEqual({ kind: 'togglePlay' })
  })

  it('is on the list once', () => {
    const keys = FEED_SHORTCUTS.map(({ keys: each }) => each.join())
    expect(new Set(keys).size).toBe(keys.length)
  })
})
