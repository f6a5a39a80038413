import type { Words } from '~/composables/words'
import type { VideoState, VideoStatusView } from '#shared/videos'

export interface StateWords {
  label: string
  /** What it means, and what to do about it. */
  detail: string
  tone: 'neutral' | 'primary' | 'success' | 'error'
  isWorking: boolean
}

/** The same five words everywhere. `progress` is 0 to 1. */
export function stateWords(
  { state, progress, reason }: Pick<VideoStatusView, 'state' | 'progress' | 'reason'>,
  t: Words,
): StateWords {
  const percent = `${Math.floor(progress * 100)} %`
  const words: Record<VideoState, StateWords> = {
    uploading: { label: t('video.state.uploading'), detail: t('video.state.uploadingHelp'), tone: 'primary', isWorking: true },
    preparing: { label: t('video.state.preparing', { percent }), detail: t('video.state.preparingHelp'), tone: 'primary', isWorking: true },
    playable: { label: t('video.state.playable'), detail: t('video.state.playableHelp'), tone: 'primary', isWorking: true },
    ready: { label: t('video.state.ready'), detail: t('video.state.readyHelp'), tone: 'success', isWorking: false },
    failed: { label: t('video.state.failed'), detail: reason ?? t('video.state.failedHelp'), tone: 'error', isWorking: false },
  } // prettier-ignore
  return words[state]
}
