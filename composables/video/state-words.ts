import type { VideoState, VideoStatusView } from '#shared/videos'

export interface StateWords {
  label: string
  /** What it means, and what to do about it. */
  detail: string
  tone: 'neutral' | 'primary' | 'success' | 'error'
  isWorking: boolean
}

/** The same five words everywhere. `progress` is 0 to 1. */
export function stateWords({
  state,
  progress,
  reason,
}: Pick<VideoStatusView, 'state' | 'progress' | 'reason'>): StateWords {
  const percent = `${Math.floor(progress * 100)} %`
  const words: Record<VideoState, StateWords> = {
    uploading: { label: 'Uploading', detail: 'The file is still on its way.', tone: 'primary', isWorking: true },
    preparing: { label: `Preparing ${percent}`, detail: 'It can be watched in a moment.', tone: 'primary', isWorking: true },
    playable: { label: 'Playable', detail: 'It can be watched; finer qualities follow.', tone: 'primary', isWorking: true },
    ready: { label: 'Ready', detail: 'It is there in every quality.', tone: 'success', isWorking: false },
    failed: { label: 'Failed', detail: reason ?? 'It could not be processed. Upload it again, or try another file.', tone: 'error', isWorking: false },
  } // prettier-ignore
  return words[state]
}
