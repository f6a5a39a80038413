import type { UploadItem, UploadPhase } from '~/composables/upload/upload-item'
import { formatBytes, formatSpeed, formatTimeLeft } from './transfer-words'

export interface UploadWords {
  /** One of the few words for where it stands. */
  status: string
  /** What is known beyond that, with what to do next. */
  detail: string
  /** 0 to 1 for the bar; null where there is nothing to measure. */
  share: number | null
  tone: 'neutral' | 'primary' | 'success' | 'warning' | 'error'
  icon: string
}

const QUIET = { tone: 'neutral', share: null } as const
const BUSY = { tone: 'primary', share: null } as const
const GOOD = { tone: 'success', share: null, icon: 'i-lucide-circle-check' } as const
const WARNING = { tone: 'warning', share: null } as const
const BAD = { tone: 'error', share: null, icon: 'i-lucide-circle-alert' } as const

type Facts = Pick<
  UploadItem,
  'sizeBytes' | 'sentBytes' | 'bytesPerSecond' | 'secondsLeft' | 'progress' | 'compressedShare' | 'message'
>

/** Where an upload stands, in the words people see. */
export function describeUpload(item: Facts & { phase: UploadPhase }): UploadWords {
  return WORDS[item.phase](item)
}

const WORDS = {
  checking: () => ({
    ...QUIET,
    status: 'Checking',
    detail: 'Asking whether there is room for it.',
    icon: 'i-lucide-search-check',
  }),
  refused: ({ message }) => ({
    ...BAD,
    status: 'Not accepted',
    detail: message ?? 'This file cannot be uploaded.',
  }),
  compressing: ({ compressedShare }) => ({
    ...BUSY,
    status: 'Compressing before sending',
    detail: 'Nothing is lost: what arrives is the same, byte for byte.',
    share: compressedShare,
    icon: 'i-lucide-file-archive',
  }),
  waiting: (item) => ({
    ...QUIET,
    status: 'Waiting',
    detail: 'It is sent as soon as those before it are.',
    share: sentShare(item),
    icon: 'i-lucide-hourglass',
  }),
  sending: (item) => ({
    ...BUSY,
    status: 'Uploading',
    detail: sendingDetail(item),
    share: sentShare(item),
    icon: 'i-lucide-upload',
  }),
  paused: (item) => ({
    ...QUIET,
    status: 'Paused',
    detail: `${sentOf(item)} sent. Nothing is lost.`,
    share: sentShare(item),
    icon: 'i-lucide-pause',
  }),
  offline: (item) => ({
    ...WARNING,
    status: 'Connection lost',
    detail: `${sentOf(item)} sent. It goes on by itself.`,
    share: sentShare(item),
    icon: 'i-lucide-wifi-off',
  }),
  finishing: () => ({
    ...BUSY,
    status: 'Checking what arrived',
    detail: 'Every byte is there. You may leave this page.',
    share: 1,
    icon: 'i-lucide-shield-check',
  }),
  preparing: ({ progress }) => ({
    ...BUSY,
    status: 'Preparing',
    detail: 'It can be watched in a moment. You may leave this page.',
    share: progress,
    icon: 'i-lucide-clapperboard',
  }),
  playable: ({ progress }) => ({
    ...GOOD,
    status: 'Playable',
    detail: 'Watch it now; more qualities are coming.',
    share: progress,
    icon: 'i-lucide-circle-play',
  }),
  ready: () => ({ ...GOOD, status: 'Ready', detail: 'It can be watched in every quality.' }),
  failed: ({ message }) => ({
    ...BAD,
    status: 'Failed',
    detail: message ?? 'Something went wrong on our side.',
  }),
  needs_file: (item) => ({
    ...WARNING,
    status: 'Not finished',
    detail: `${sentOf(item)} sent. Choose the same file again to go on.`,
    share: sentShare(item),
    icon: 'i-lucide-file-question-mark',
  }),
  expired: () => ({
    ...QUIET,
    status: 'Expired',
    detail: 'It rested too long and was removed. Choose the file to start again.',
    icon: 'i-lucide-timer-off',
  }),
} satisfies Record<UploadPhase, (item: Facts) => UploadWords>

function sentShare({ sentBytes, sizeBytes }: Facts): number {
  return sizeBytes > 0 ? Math.min(1, sentBytes / sizeBytes) : 0
}

function sentOf({ sentBytes, sizeBytes }: Facts): string {
  return `${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`
}

function sendingDetail(item: Facts): string {
  const parts = [sentOf(item)]
  if (item.bytesPerSecond > 0) parts.push(formatSpeed(item.bytesPerSecond))
  if (item.secondsLeft !== null) parts.push(`${formatTimeLeft(item.secondsLeft)} left`)
  return parts.join(' · ')
}
