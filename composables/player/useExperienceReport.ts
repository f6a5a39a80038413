import { createExperience, type ItemExperience } from '~/composables/experience/create-experience'
import type { Player } from '~/composables/usePlayer'
import { shortSide } from './engine'
import { shownShare } from './shown-share'

interface Played {
  player: Player
  item(): { kind: 'video' | 'clip'; id: string } | null
  secondsPlayed(): number
}

/**
 * Measures how one item plays on its page, and tells it with `leave`, once, while the media element is still there. The
 * wish is the opening of the page.
 */
export function useExperienceReport({ player, item, secondsPlayed }: Played) {
  const wishedAt = import.meta.client ? performance.now() : 0
  const { state } = player
  let experience: ItemExperience | null = null

  function begin(): ItemExperience | null {
    const played = item()
    if (!experience && played) {
      const surface = played.kind === 'clip' ? 'clip' : 'watch'
      experience = createExperience(surface).begin(played, { wishedAt })
    }
    return experience
  }

  watch(() => state.hasStarted, (hasStarted) => hasStarted && begin()?.sawFirstFrame()) // prettier-ignore
  watch(() => state.hasFailed && state.failure !== 'restoring', (hasFailed) => hasFailed && begin()?.fails()) // prettier-ignore
  watch(
    () => state.isWaiting && state.hasStarted,
    (isWaiting) => {
      if (!isWaiting) experience?.goesOn()
      // whoever seeks waits for what they asked for
      else if (!player.media()?.seeking) experience?.waits()
    },
  )

  function leave(): void {
    // a page that was left before its player came tells nothing of how it plays
    if (experience) experience.leave({ playedSeconds: secondsPlayed(), height: 0, ...factsOf(player) })
  }

  if (import.meta.client) addEventListener('pagehide', leave)
  onScopeDispose(() => import.meta.client && removeEventListener('pagehide', leave))
  return { leave }
}

function factsOf(player: Player) {
  const media = player.media()
  if (!media) return {}
  const fetchedBytes = player.fetchedBytes()
  const { droppedVideoFrames, totalVideoFrames } = media.getVideoPlaybackQuality()
  return {
    height: shortSide({ width: media.videoWidth, height: media.videoHeight }),
    fetchedBytes,
    shownBytes: fetchedBytes * shownShare(media.played, media.buffered),
    droppedFrames: droppedVideoFrames,
    totalFrames: totalVideoFrames,
  }
}
