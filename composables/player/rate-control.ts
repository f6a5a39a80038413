import type { Engine } from '~/composables/player/engine'
import { writePreferences } from '~/composables/player/player-preferences'
import { nextRate } from '~/composables/player/rates'

/** How fast it plays: what was chosen is remembered, what lasts only as long as a finger holds is not. */
export function createRateControl(state: { rate: number }, engine: () => Engine | null) {
  let beforeHold: number | null = null

  /** Known at once: the engine tells its own rate of a moment ago until the browser's event comes. */
  function change(rate: number): void {
    engine()?.playbackRate(rate)
    state.rate = rate
  }

  function set(rate: number): void {
    beforeHold = null
    change(rate)
    writePreferences({ rate })
  }

  return {
    set,
    step: (direction: 1 | -1) => set(nextRate(state.rate, direction)),
    /** Faster for now; null ends it. */
    hold(rate: number | null): void {
      if (rate === null) {
        if (beforeHold !== null) change(beforeHold)
        beforeHold = null
      } else if (engine()) {
        beforeHold ??= state.rate
        change(rate)
      }
    },
  }
}
