import type { ExperienceEvent } from '#shared/experience'
import type { FeedThing } from '#shared/feed'
import { connectionClass } from './connection'
import { tellExperience } from './experience-sender'

type Surface = ExperienceEvent['surface']

/** Bounds of shared/experience.ts: one figure beyond them would cost the whole batch. */
const MAX_FIRST_FRAME_MS = 600_000
const MAX_REBUFFERS = 10_000
const DAY_SECONDS = 86_400
const MAX_BYTES = 1e12
const MAX_FRAMES = 1e9
const MAX_HEIGHT = 10_000

/** What only the player knows once an item is left. */
export type ExperienceFacts = Pick<ExperienceEvent, 'playedSeconds' | 'height'> &
  Partial<Pick<ExperienceEvent, 'fetchedBytes' | 'shownBytes' | 'droppedFrames' | 'totalFrames'>>

/** How one item plays. Every call may come more than once, and in any order. */
export interface ItemExperience {
  /** A picture of it stands on the screen. */
  sawFirstFrame(): void
  /** It wants to play and cannot; counts once it has played, and not while it is sought in. */
  waits(): void
  /** It plays again, or is not wanted to any more. */
  goesOn(): void
  fails(): void
  /** It is told, once. */
  leave(facts: ExperienceFacts): void
}

/**
 * Measures how items play on one surface and tells the server, in batches. `begin` is called at the wish for an item:
 * the swipe, the press, the opening of the page.
 */
export function createExperience(surface: Surface, now: () => number = () => performance.now()) {
  return {
    begin(item: FeedThing, { wasReady = false, wishedAt = now() } = {}): ItemExperience {
      let firstFrameMs: number | null = null
      let waitingSince: number | null = null
      let [rebufferCount, rebufferMs] = [0, 0]
      let hasFailed = false
      let isLeft = false

      function goesOn(): void {
        if (waitingSince !== null) rebufferMs += now() - waitingSince
        waitingSince = null
      }

      return {
        sawFirstFrame: () => void (firstFrameMs ??= now() - wishedAt),
        waits() {
          if (firstFrameMs === null || waitingSince !== null) return
          waitingSince = now()
          rebufferCount += 1
        },
        goesOn,
        fails: () => void (hasFailed = true),
        leave(facts) {
          if (isLeft) return
          isLeft = true
          goesOn()
          tellExperience({
            id: crypto.randomUUID(),
            surface,
            item,
            firstFrameMs: firstFrameMs === null ? null : within(firstFrameMs, MAX_FIRST_FRAME_MS),
            wasReady,
            rebufferCount: within(rebufferCount, MAX_REBUFFERS),
            rebufferMs: within(rebufferMs, DAY_SECONDS * 1000),
            playedSeconds: Math.min(Math.max(0, facts.playedSeconds), DAY_SECONDS),
            fetchedBytes: within(facts.fetchedBytes, MAX_BYTES),
            shownBytes: within(facts.shownBytes, MAX_BYTES),
            droppedFrames: within(facts.droppedFrames, MAX_FRAMES),
            totalFrames: within(facts.totalFrames, MAX_FRAMES),
            height: within(facts.height, MAX_HEIGHT),
            connection: connectionClass(),
            hasFailed,
          })
        },
      }
    },
  }
}

function within(value: number | undefined, max: number): number {
  return Math.round(Math.min(Math.max(0, value ?? 0), max))
}
