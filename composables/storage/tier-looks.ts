import type { StorageStage } from '#shared/videos'

/** One colour and one icon a stage, everywhere. */
export const TIER_LOOKS = {
  LIVE: { color: 'primary', icon: 'i-lucide-zap' },
  RELIVE: { color: 'success', icon: 'i-lucide-hard-drive' },
  ARCHIVE: { color: 'neutral', icon: 'i-lucide-archive' },
  EXPIRING: { color: 'warning', icon: 'i-lucide-hourglass' },
  AWAITING_PUSH: { color: 'error', icon: 'i-lucide-cloud-off' },
} as const satisfies Record<StorageStage, object>
