import type { Player, PlayerSource } from '../usePlayer'
import { resumePoint, type ResumePoint } from './resume-point'
import { readStoppedAt } from './stopped-at'

const OFFER_MS = 8000

/** Begins where the viewer left the video, on another device or in this browser, and offers to begin anew. */
export function useResume(player: Player, source: PlayerSource) {
  const point = resumePoint(placeIn(source), source.duration)
  const offer = ref<ResumePoint['offer']>(point.offer)
  let timer: ReturnType<typeof setTimeout> | undefined

  function jump(seconds: number): void {
    offer.value = null
    player.seek(seconds)
    void player.play()
  }

  watch(
    () => player.state.hasStarted,
    () => (timer = setTimeout(() => (offer.value = null), OFFER_MS)),
    { once: true },
  )
  onBeforeUnmount(() => clearTimeout(timer))

  return {
    startAt: point.startAt,
    offer,
    startOver: () => jump(0),
    goOn: () => jump(offer.value?.kind === 'continue' ? offer.value.at : 0),
    dismiss: () => (offer.value = null),
  }
}

/** Seconds into what is played; null where the place is not in it, or not known. */
function placeIn({ videoId, resumeAt, stretch }: PlayerSource): number | null {
  const place = resumeAt ?? readStoppedAt(videoId)
  if (place === null || !stretch) return place
  const isWithin = stretch.startSeconds <= place && place < stretch.endSeconds
  return isWithin ? place - stretch.startSeconds : null
}
