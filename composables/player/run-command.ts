import type { Player } from '../usePlayer'
import type { PlayerCommand } from './keyboard'

/** Shown for a moment over the picture, and read out. */
export interface Feedback {
  icon: string
  /** Of the messages, with what stands in it. */
  message: string
  values?: Record<string, string | number>
  side: 'left' | 'centre' | 'right'
}

/** A frame at the usual 30 a second; the true rate is not known to the browser. */
const FRAME_SECONDS = 1 / 30

/**
 * Does what a key or gesture asked for and says what happened. Commands of the page around the player are not for here.
 * @param addUp gives the seconds gone through with this step, where steps follow each other
 */
export function runCommand(
  player: Player,
  command: PlayerCommand,
  addUp: (seconds: number) => number = (seconds) => seconds,
): Feedback | null {
  const { state } = player
  switch (command.kind) {
    case 'togglePlay':
      player.togglePlay()
      return state.isPlaying
        ? centre('i-lucide-pause', 'player.paused')
        : centre('i-lucide-play', 'player.playing')
    case 'seekBy':
      player.seekBy(command.seconds)
      return seekFeedback(addUp(command.seconds))
    case 'seekToShare':
      player.seek(state.duration * command.share)
      return null
    case 'stepFrame':
      if (!state.isPlaying) player.seekBy(command.direction * FRAME_SECONDS)
      return null
    case 'changeVolume': {
      const volume = Math.min(1, Math.max(0, (state.isMuted ? 0 : state.volume) + command.by))
      player.setVolume(volume)
      return volumeFeedback(volume)
    }
    case 'changeRate':
      player.stepRate(command.direction)
      return { ...centre('i-lucide-gauge', 'player.rate'), values: { rate: player.state.rate } }
    case 'toggleMute':
      player.toggleMute()
      return state.isMuted
        ? centre('i-lucide-volume-2', 'player.soundOn')
        : centre('i-lucide-volume-x', 'player.soundOff')
    case 'toggleCaptions':
      player.toggleCaptions()
      return centre('i-lucide-captions', captionsWords(player))
    case 'togglePictureInPicture':
      void player.togglePictureInPicture()
      return null
    default:
      return null
  }
}

function centre(icon: string, message: string): Feedback {
  return { icon, message, side: 'centre' }
}

function seekFeedback(seconds: number): Feedback {
  const values = { count: Math.abs(seconds) }
  return seconds < 0
    ? { icon: 'i-lucide-rewind', message: 'player.secondsBack', values, side: 'left' }
    : { icon: 'i-lucide-fast-forward', message: 'player.secondsOn', values, side: 'right' }
}

function volumeFeedback(share: number): Feedback {
  const icon = share > 0 ? 'i-lucide-volume-2' : 'i-lucide-volume-x'
  return { ...centre(icon, 'player.volumeAt'), values: { percent: Math.round(share * 100) } }
}

function captionsWords(player: Player): string {
  if (!player.source.value?.captions.length) return 'player.captionsNone'
  return player.state.captions ? 'player.captionsOn' : 'player.captionsOff'
}
