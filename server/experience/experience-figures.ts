import type { ExperienceFigures } from '#shared/experience'
import { quantileOf } from './first-frame.ts'
import type { ExperienceSums } from './tally-experience.ts'

export function experienceFigures(sums: ExperienceSums): ExperienceFigures {
  return {
    plays: sums.plays,
    firstFrameMs: {
      p50: quantileOf(sums.firstFrame, 0.5),
      p75: quantileOf(sums.firstFrame, 0.75),
      p95: quantileOf(sums.firstFrame, 0.95),
    },
    // of the time that people spent at it, waiting included (CTA-2066)
    rebufferShare: shareOf(sums.rebufferMs, sums.playedMs + sums.rebufferMs),
    wastedShare: shareOf(sums.fetchedBytes - sums.shownBytes, sums.fetchedBytes),
    droppedFrameShare: shareOf(sums.droppedFrames, sums.totalFrames),
    failedShare: shareOf(sums.failures, sums.plays),
  }
}

function shareOf(part: number, all: number): number {
  return all > 0 ? part / all : 0
}
