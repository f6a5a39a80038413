import type { Ref } from 'vue'
import type { Player } from '../usePlayer'
import type { Step, Subject } from './now-playing'

const STEP_SECONDS = 10
const ACTIONS = [
  'play',
  'pause',
  'seekbackward',
  'seekforward',
  'seekto',
  'previoustrack',
  'nexttrack',
] as const

interface Shown {
  subject: Readonly<Ref<Subject | null>>
  next: Readonly<Ref<Step | null>>
  previous: Readonly<Ref<Step | null>>
}

/** Title and picture on the lock screen, and the keys of keyboards and headsets (W3C Media Session). */
export function useMediaSession(player: Player, { subject, next, previous }: Shown): void {
  if (import.meta.server || !('mediaSession' in navigator)) return
  const session = navigator.mediaSession
  const { state } = player
  const router = useRouter()

  const handlers = (): Record<(typeof ACTIONS)[number], MediaSessionActionHandler | null> => ({
    play: () => void player.play(),
    pause: () => player.pause(),
    seekbackward: ({ seekOffset }) => player.seekBy(-(seekOffset ?? STEP_SECONDS)),
    seekforward: ({ seekOffset }) => player.seekBy(seekOffset ?? STEP_SECONDS),
    seekto: ({ seekTime }) => player.seek(seekTime ?? 0),
    previoustrack: previous.value ? () => go(previous.value) : null,
    nexttrack: next.value ? () => go(next.value) : null,
  })
  const go = (step: Step | null) => step && void router.push(step.to)

  // what is only open is not what the lock screen is about
  watch(
    [() => state.hasStarted, subject, next, previous],
    ([hasStarted, shown]) => {
      if (!hasStarted || !shown) return
      session.metadata = new MediaMetadata({
        title: shown.title,
        artist: shown.creator,
        artwork: shown.poster ? [{ src: new URL(shown.poster, location.href).href }] : [],
      })
      for (const [action, handler] of Object.entries(handlers())) setHandler(session, action, handler)
    },
    { immediate: true },
  )
  watch(
    () => [state.isPlaying, Math.round(state.currentTime), state.duration, state.rate] as const,
    ([isPlaying, position, duration, playbackRate]) => {
      if (!state.hasStarted) return
      session.playbackState = isPlaying ? 'playing' : 'paused'
      if (duration > 0 && Number.isFinite(duration))
        session.setPositionState({ duration, playbackRate, position: Math.min(position, duration) })
    },
  )
  onScopeDispose(() => {
    if (!state.hasStarted) return
    session.metadata = null
    session.playbackState = 'none'
    for (const action of ACTIONS) setHandler(session, action, null)
  })
}

function setHandler(session: MediaSession, action: string, handler: MediaSessionActionHandler | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler)
  } catch {
    // this browser does not know the action, so no key asks for it
  }
}
