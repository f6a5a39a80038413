import { describe, expect, it } from 'vitest'
import { WatchMeter } from '../../../../composables/player/watch-meter.ts'

/** Plays from one place to another, looked at four times a second. */
function play(meter: WatchMeter, from: number, to: number, startMs: number, rate = 1): number {
  const steps = Math.round(((to - from) / rate) * 4)
  for (let step = 0; step <= steps; step++) {
    meter.look(from + (step * rate) / 4, startMs + step * 250, true)
  }
  return startMs + steps * 250
}

const shape = (events: ReturnType<WatchMeter['take']>) =>
  events.map(({ positionSeconds, secondsWatched }) => [positionSeconds, Math.round(secondsWatched * 10) / 10])

describe('what was played', () => {
  it('is told by where it began and where it ended', () => {
    const meter = new WatchMeter()
    const now = play(meter, 0, 10, 1000)
    expect(shape(meter.take(now))).toEqual([
      [0, 0],
      [10, 10],
    ])
    expect(meter.take(now)).toEqual([])
    expect(meter.totalSeconds).toBeCloseTo(10)
  })

  it('goes on from where the last report ended', () => {
    const meter = new WatchMeter()
    let now = play(meter, 0, 5, 0)
    meter.take(now)
    now = play(meter, 5, 8, now)
    expect(shape(meter.take(now))).toEqual([
      [5, 0],
      [8, 3],
    ])
  })

  it('counts by the clock at any speed', () => {
    const meter = new WatchMeter()
    const now = play(meter, 0, 20, 0, 2)
    expect(shape(meter.take(now))).toEqual([
      [0, 0],
      [20, 10],
    ])
  })

  it('leaves out what was leapt over, and says how long ago each stretch was', () => {
    const meter = new WatchMeter()
    let now = play(meter, 0, 4, 0)
    now = play(meter, 60, 62, now + 250)
    const events = meter.take(now, { isEnd: true })
    expect(shape(events)).toEqual([
      [0, 0],
      [4, 4],
      [60, 0],
      [62, 2],
    ])
    expect(events.map((event) => event.isEnd)).toEqual([false, false, false, true])
    expect(events[1]!.secondsAgo).toBeCloseTo(2)
    expect(events[3]!.secondsAgo).toBe(0)
  })

  it('is nothing while it stands still, and little after a machine slept', () => {
    const meter = new WatchMeter()
    meter.look(5, 0, false)
    meter.look(5, 4000, false)
    expect(meter.take(4000)).toEqual([])
    meter.look(5.2, 3_600_000, true)
    expect(meter.totalSeconds).toBeLessThanOrEqual(3)
  })

  it('fits in one report, however much somebody scrubs', () => {
    const meter = new WatchMeter()
    let now = 0
    for (let place = 0; place < 100; place++) now = play(meter, place * 50, place * 50 + 1, now + 250)
    expect(meter.take(now).length).toBeLessThanOrEqual(50)
  })
})
