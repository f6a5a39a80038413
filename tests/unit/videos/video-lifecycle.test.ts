import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VIDEO_STATES, type VideoState } from '#shared/videos'
import { canAdvance, isSettled, isWatchable, statesBefore } from '#server/videos/video-lifecycle'

const ALLOWED: [VideoState, VideoState][] = [
  ['uploading', 'preparing'],
  ['uploading', 'failed'],
  ['preparing', 'playable'],
  ['preparing', 'ready'],
  ['preparing', 'failed'],
  ['playable', 'playable'],
  ['playable', 'ready'],
  ['ready', 'ready'],
  ['failed', 'preparing'],
  ['failed', 'playable'],
  ['failed', 'ready'],
]
const state = fc.constantFrom(...VIDEO_STATES)

describe('the life of a video', () => {
  for (const from of VIDEO_STATES) {
    for (const to of VIDEO_STATES) {
      const isAllowed = ALLOWED.some(([a, b]) => a === from && b === to)
      it(`${isAllowed ? 'goes' : 'never goes'} from ${from} to ${to}`, () => {
        expect(canAdvance(from, to)).toBe(isAllowed)
      })
    }
  }

  it('expects before a state exactly the states that may advance to it', () => {
    fc.assert(
      fc.property(state, state, (from, to) => statesBefore(to).includes(from) === canAdvance(from, to)),
    )
  })

  it('never takes a watchable video from its viewers, whatever is tried', () => {
    fc.assert(
      fc.property(state, fc.array(state, { maxLength: 30 }), (start, attempts) => {
        let current = start
        for (const next of attempts) {
          const wasWatchable = isWatchable(current)
          if (canAdvance(current, next)) current = next
          if (wasWatchable) expect(isWatchable(current)).toBe(true)
        }
      }),
    )
  })

  it('is settled only when ready or failed', () => {
    expect(VIDEO_STATES.filter(isSettled)).toEqual(['ready', 'failed'])
  })
})
