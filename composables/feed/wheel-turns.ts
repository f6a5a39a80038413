/** From here on a single event is the notch of a wheel: a touchpad begins with a few pixels. */
const NOTCH_PX = 100
/** Events that follow each other more quickly belong to one turn. */
const TURN_GAP_MS = 150
/** Who goes on turning goes on moving. */
const REPEAT_MS = 350

type WheelFacts = Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'timeStamp' | 'ctrlKey'>
/** What an event means: rows to move by, part of a turn that has moved already, or something for the browser to do. */
export type WheelTurn = 1 | -1 | 'same turn' | 'native'

/**
 * Reads the notches of a mouse wheel. The browser would scroll by 100 px for one, and then snap back to where it was: a
 * screen is so much higher. What comes from a touchpad or a smooth wheel it scrolls itself.
 */
export function createWheelTurns(): (event: WheelFacts) => WheelTurn {
  let lastAt = -Infinity
  let movedAt = -Infinity
  let isNotched = false

  return ({ deltaY, deltaMode, timeStamp, ctrlKey }) => {
    if (ctrlKey || deltaY === 0) return 'native'
    if (timeStamp - lastAt > TURN_GAP_MS) {
      isNotched = deltaMode !== 0 || Math.abs(deltaY) >= NOTCH_PX
      movedAt = -Infinity
    }
    lastAt = timeStamp
    if (!isNotched) return 'native'
    if (timeStamp - movedAt < REPEAT_MS) return 'same turn'
    movedAt = timeStamp
    return deltaY > 0 ? 1 : -1
  }
}
