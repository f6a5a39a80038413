import type { Words } from '~/composables/words'
import type { UploadItem, UploadPhase } from '~/composables/upload/upload-item'

export interface TraySummary {
  label: string
  /** 0 to 1 over everything it speaks of. */
  share: number
  icon: string
}

type Facts = Pick<UploadItem, 'phase' | 'sizeBytes' | 'sentBytes' | 'progress'>

const SENDING: readonly UploadPhase[] = ['checking', 'compressing', 'waiting', 'sending']
const STANDING: readonly UploadPhase[] = ['paused', 'offline', 'needs_file']
const WORKING: readonly UploadPhase[] = ['finishing', 'preparing']

/** The one line of the tray, about what matters most: bytes on their way, then those that wait, then the server's work. */
export function summarizeUploads(items: readonly Facts[], t: Words): TraySummary | null {
  const sending = items.filter(({ phase }) => SENDING.includes(phase))
  if (sending.length > 0)
    return {
      label: t('upload.tray.uploading', { count: sending.length }),
      share: sentShare(sending),
      icon: 'i-lucide-upload',
    }
  const standing = items.filter(({ phase }) => STANDING.includes(phase))
  if (standing.length > 0)
    return { label: standingLabel(standing, t), share: sentShare(standing), icon: 'i-lucide-pause' }
  const working = items.filter(({ phase }) => WORKING.includes(phase))
  if (working.length === 0) return null
  const share = working.reduce((sum, { progress }) => sum + progress, 0) / working.length
  return {
    label: t('upload.tray.preparing', { count: working.length }),
    share,
    icon: 'i-lucide-clapperboard',
  }
}

function standingLabel(items: readonly Facts[], t: Words): string {
  if (items.some(({ phase }) => phase === 'offline')) return t('upload.tray.waits')
  return t('upload.tray.unfinished', { count: items.length })
}

function sentShare(items: readonly Facts[]): number {
  const size = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const sent = items.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  return size > 0 ? Math.min(1, sent / size) : 0
}
