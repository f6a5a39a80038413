import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '../../../../composables/feed/segments.ts'
import { planWindow, type Neighbour, type Piece } from '../../../../composables/feed/window-plan.ts'
import { windowWidth, type LineFacts } from '../../../../composables/feed/window-width.ts'
import { hints, rendition } from './footage.ts'

const sound = rendition({ name: 'audio', kind: 'audio', initRange: [9000, 9099], firstOffset: 9100 })
const neighbour = (distance: number): Neighbour => ({
  key: `clip:${distance}`,
  distance,
  playback: hints({ packURL: `/cdn/${distance}/pack?r=1` }),
  tracks: [rendition(), sound],
})
const all = [-1, 1, 2, 3, 4, 5].map(neighbour)
const WHOLE = { nextSeconds: 6, ahead: 5, behind: 1, posters: 5 }
const counted = (pieces: Piece[]) =>
  Object.fromEntries(
    all.map(({ key }) => [key, pieces.filter(({ itemKey }) => itemKey === key).length]).filter(([, n]) => n),
  )

describe('the plan of the window', () => {
  it('has six seconds of the next item, and the first segment of the others', () => {
    // initialisation and first segment, of pictures and of sound: four; the clip begins within its first segment
    expect(counted(planWindow(all, WHOLE))).toEqual({
      'clip:1': 10,
      'clip:2': 4,
      'clip:-1': 4,
      'clip:3': 4,
      'clip:4': 4,
      'clip:5': 4,
    })
  })

  it('begins with what a swipe would show, then with what a second swipe would', () => {
    const order = planWindow(all, WHOLE).map(({ itemKey }) => itemKey)
    expect([...new Set(order)]).toEqual(['clip:1', 'clip:2', 'clip:-1', 'clip:3', 'clip:4', 'clip:5'])
    expect(order.slice(0, 9)).toEqual([...Array(4).fill('clip:1'), ...Array(4).fill('clip:2'), 'clip:1'])
  })

  it('begins with the current item as long as that has nothing', () => {
    expect(planWindow([neighbour(0), ...all], WHOLE)[0]?.itemKey).toBe('clip:0')
  })

  it('fetches what clips of one video share once', () => {
    const sharing = all.map((each) => ({ ...each, playback: hints() }))
    const keys = planWindow(sharing, WHOLE).map(({ url, range }) => url + range.join())
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('stays within its budget, and takes the most wanted of it, for every width', () => {
    fc.assert(
      fc.property(fc.nat({ max: 6 }), fc.nat({ max: 5 }), fc.nat({ max: 1 }), fc.nat({ max: 20_000 }), (nextSeconds, ahead, behind, budget) => {
        const width = { nextSeconds, ahead, behind, posters: 0 }
        const within = planWindow(all, width, budget)
        expect(within.reduce((sum, { range }) => sum + bytesOf(range), 0)).toBeLessThanOrEqual(budget)
        expect(planWindow(all, width, Infinity).slice(0, within.length)).toEqual(within)
      }),
    )
  }) // prettier-ignore
})

describe('the width of the window', () => {
  const calm: LineFacts = {
    effectiveType: '4g',
    isSaving: false,
    bitsPerSecond: 20e6,
    isHidden: false,
    skipShare: 0,
  }
  it.each<[string, Partial<LineFacts>, number, number]>([
    ['whole on a good line', {}, 6, 5],
    ['without the rest of the next for who skips a lot on a wide line', { skipShare: 0.4 }, 1, 5],
    ['whole for who skips a lot on a lesser line', { skipShare: 0.4, bitsPerSecond: 5e6 }, 6, 5],
    ['half while nobody knows the line', { bitsPerSecond: null }, 4, 2],
    ['half on a middling line', { bitsPerSecond: 3e6 }, 4, 2],
    ['one segment on a slow line', { bitsPerSecond: 400e3 }, 2, 1],
    ['one segment for who saves data', { isSaving: true }, 2, 1],
    ['one segment on 2g', { effectiveType: '2g' }, 2, 1],
    ['whole on a line that is better than its class', { effectiveType: '3g' }, 6, 5],
    ['nothing in a hidden tab', { isHidden: true }, 0, 0],
    ['nothing on the slowest lines', { effectiveType: 'slow-2g' }, 0, 0],
  ])('is %s', (_, change, nextSeconds, ahead) => {
    expect(windowWidth({ ...calm, ...change })).toMatchObject({ nextSeconds, ahead })
  })
})
