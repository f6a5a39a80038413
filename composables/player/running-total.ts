const PAUSE_MS = 900

/** Adds up steps in one direction that come soon after another, in seconds: what people see is how far they went. */
export function runningTotal() {
  let total = 0
  let lastAt = -Infinity

  return function add(seconds: number, at: number): number {
    const goesOn = at - lastAt < PAUSE_MS && Math.sign(seconds) === Math.sign(total)
    total = goesOn ? total + seconds : seconds
    lastAt = at
    return total
  }
}
