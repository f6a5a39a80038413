import type { Player } from '../usePlayer'
import type { PlayerCommand } from './keyboard'

/** Shown for a moment over the picture, and read out. */
export interface Feedback {
  icon: string
  label: string
  side: 'left' | 'centre' | 'right'
}

/** A frame at the usual 30 a second; the true rate is not known to the browser. */
const FRAME_SECONDS = 1 / 30

/** Does what a key or gesture asked for and says what happened. Commands of the page around the player are not for here. */
export function runCommand(player: Player, command: PlayerCommand): Feedback | null {
  const { state } = player
  switch (command.kind) {
    case 'togglePlay':
      player.togglePlay()
      return centre(
        state.isPlaying ? 'i-lucide-pause' : 'i-lucide-play',
        state.isPlaying ? 'Paused' : 'Playing',
      )
    case 'seekBy':
      player.seekBy(command.seconds)
      return seekFeedback(command.seconds)
    case 'seekToShare':
      player.seek(state.duration * command.share)
      return null
    case 'stepFrame':
      if (!state.isPlaying) player.seekBy(command.direction * FRAME_SECONDS)
      return null
    case 'changeVolume':
      player.setVolume((state.isMuted ? 0 : state.volume) + command.by)
      return volumeFeedback((state.isMuted ? 0 : state.volume) + command.by)
    case 'changeRate':
      player.stepRate(command.direction)
      return centre('i-lucide-gauge', `${player.currentRate()}×`)
    case 'toggleMute':
      player.toggleMute()
      return state.isMuted
        ? centre('i-lucide-volume-2', 'Sound on')
        : centre('i-lucide-volume-x', 'Sound off')
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

function centre(icon: string, label: string): Feedback {
  return { icon, label, side: 'centre' }
}

function seekFeedback(seconds: number): Feedback {
  return seconds < 0
    ? { icon: 'i-lucide-rewind', label: `${-seconds} seconds back`, side: 'left' }
    : { icon: 'i-lucide-fast-forward', label: `${seconds} seconds on`, side: 'right' }
}

function volumeFeedback(share: number): Feedback {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return centre(percent > 0 ? 'i-lucide-volume-2' : 'i-lucide-volume-x', `Volume ${percent} %`)
}

function captionsWords(player: Player): string {
  if (!player.source.value?.captions.length) return 'No captions'
  return player.state.captions ? 'Captions on' : 'Captions off'
}
