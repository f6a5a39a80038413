import type { Player, PlayerSource } from '../usePlayer'
import { resumePoint, type ResumePoint } from './resume-point'
import { readStoppedAt, writeStoppedAt } from './stopped-at'

const SAVE_EVERY_SECONDS = 5
const OFFER_MS = 8000

/** Begins where the viewer left the video, on another device or in this browser, and keeps that place up to date. */
export function useResume(player: Player, source: () => PlayerSource) {
  const { videoId, duration, resumeAt } = source()
  const point = resumePoint(resumeAt ?? readStoppedAt(videoId), duration)
  const offer = ref<ResumePoint['offer']>(point.offer)
  let savedAt = point.startAt

  function save(): void {
    const { currentTime, isEnded, hasStarted } = player.state
    if (!hasStarted) return
    savedAt = currentTime
    writeStoppedAt(videoId, isEnded ? null : currentTime)
  }

  function jump(seconds: number): void {
    offer.value = null
    player.seek(seconds)
    void player.play()
  }

  watch(
    () => player.state.currentTime,
    (now) => Math.abs(now - savedAt) >= SAVE_EVERY_SECONDS && save(),
  )
  watch(() => player.state.isPlaying, save)
  watch(
    () => player.state.hasStarted,
    () => setTimeout(() => (offer.value = null), OFFER_MS),
    { once: true },
  )
  onMounted(() => addEventListener('pagehide', save))
  onBeforeUnmount(() => {
    removeEventListener('pagehide', save)
    save()
  })

  return {
    startAt: point.startAt,
    offer,
    startOver: () => jump(0),
    goOn: () => jump(offer.value?.kind === 'continue' ? offer.value.at : 0),
    dismiss: () => (offer.value = null),
  }
}
