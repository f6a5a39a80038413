import { describe, expect, it } from 'vitest'
import { seededRandom } from '../faults/random.ts'
import { canTellApart, type Pair } from '../support/distinguish.ts'

const RUNS = 5000

/** Nine pairs a round, with as much noise as a busy machine makes, and what the first kind takes longer. */
function measuring(random: () => number, { noiseMs, longerMs }: { noiseMs: number; longerMs: number }) {
  const time = () => 300 + noiseMs * random()
  return async (): Promise<Pair[]> => Array.from({ length: 9 }, (): Pair => [time() + longerMs, time()])
}

async function toldApart(noiseMs: number, longerMs: number): Promise<number> {
  const random = seededRandom(4)
  let count = 0
  for (let run = 0; run < RUNS; run += 1) {
    if (await canTellApart(measuring(random, { noiseMs, longerMs }))) count += 1
  }
  return count
}

describe('telling two kinds of answers apart by their times', () => {
  it('hardly ever happens by chance, however busy the machine is', async () => {
    expect(await toldApart(400, 0)).toBeLessThanOrEqual(1)
  })

  it('happens with a hash that is skipped, a mail that is waited for, and any of the two sides', async () => {
    expect(await toldApart(40, 60)).toBe(RUNS)
    expect(await toldApart(40, -60)).toBe(RUNS)
  })

  it('does not happen by what nobody can measure from afar', async () => {
    expect(await toldApart(2, 10)).toBe(0)
  })

  it('takes a difference that is on the same side each time', async () => {
    let round = 0
    const rounds = [30, -30, 30]
    const swaying = async (): Promise<Pair[]> => {
      const longer = rounds[round++]!
      return Array.from({ length: 9 }, (): Pair => [300 + longer, 300])
    }
    expect(await canTellApart(swaying)).toBe(false)
  })
})
