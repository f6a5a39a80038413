import type { UploadItem, UploadPhase } from '~/composables/upload/upload-item'
import type { Words } from '~/composables/words'
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

interface Reader {
  t: Words
  locale: string
}

/** Where an upload stands, in the words people see. */
export function describeUpload(item: Facts & { phase: UploadPhase }, reader: Reader): UploadWords {
  return WORDS[item.phase](item, reader)
}

const WORDS = {
  checking: (_, { t }) => ({
    ...QUIET,
    status: t('upload.checking.status'),
    detail: t('upload.checking.detail'),
    icon: 'i-lucide-search-check',
  }),
  refused: ({ message }, { t }) => ({
    ...BAD,
    status: t('upload.refused.status'),
    detail: message ?? t('upload.refused.detail'),
  }),
  compressing: ({ compressedShare }, { t }) => ({
    ...BUSY,
    status: t('upload.compressing.status'),
    detail: t('upload.compressing.detail'),
    share: compressedShare,
    icon: 'i-lucide-file-archive',
  }),
  waiting: (item, reader) => ({
    ...QUIET,
    status: reader.t('upload.waiting.status'),
    detail: reader.t('upload.waiting.detail'),
    share: sentShare(item),
    icon: 'i-lucide-hourglass',
  }),
  sending: (item, reader) => ({
    ...BUSY,
    status: reader.t('upload.sending.status'),
    detail: sendingDetail(item, reader),
    share: sentShare(item),
    icon: 'i-lucide-upload',
  }),
  paused: (item, reader) => ({
    ...QUIET,
    status: reader.t('upload.paused.status'),
    detail: reader.t('upload.paused.detail', { sent: sentOf(item, reader) }),
    share: sentShare(item),
    icon: 'i-lucide-pause',
  }),
  offline: (item, reader) => ({
    ...WARNING,
    status: reader.t('upload.offline.status'),
    detail: reader.t('upload.offline.detail', { sent: sentOf(item, reader) }),
    share: sentShare(item),
    icon: 'i-lucide-wifi-off',
  }),
  finishing: (_, { t }) => ({
    ...BUSY,
    status: t('upload.finishing.status'),
    detail: t('upload.finishing.detail'),
    share: 1,
    icon: 'i-lucide-shield-check',
  }),
  preparing: ({ progress }, { t }) => ({
    ...BUSY,
    status: t('upload.preparing.status'),
    detail: t('upload.preparing.detail'),
    share: progress,
    icon: 'i-lucide-clapperboard',
  }),
  playable: ({ progress }, { t }) => ({
    ...GOOD,
    status: t('upload.playable.status'),
    detail: t('upload.playable.detail'),
    share: progress,
    icon: 'i-lucide-circle-play',
  }),
  ready: (_, { t }) => ({ ...GOOD, status: t('upload.ready.status'), detail: t('upload.ready.detail') }),
  failed: ({ message }, { t }) => ({
    ...BAD,
    status: t('upload.failed.status'),
    detail: message ?? t('upload.failed.detail'),
  }),
  needs_file: (item, reader) => ({
    ...WARNING,
    status: reader.t('upload.needs_file.status'),
    detail: reader.t('upload.needs_file.detail', { sent: sentOf(item, reader) }),
    share: sentShare(item),
    icon: 'i-lucide-file-question-mark',
  }),
  expired: (_, { t }) => ({
    ...QUIET,
    status: t('upload.expired.status'),
    detail: t('upload.expired.detail'),
    icon: 'i-lucide-timer-off',
  }),
} satisfies Record<UploadPhase, (item: Facts, reader: Reader) => UploadWords>

function sentShare({ sentBytes, sizeBytes }: Facts): number {
  return sizeBytes > 0 ? Math.min(1, sentBytes / sizeBytes) : 0
}

function sentOf({ sentBytes, sizeBytes }: Facts, { t, locale }: Reader): string {
  return t('upload.sentOf', { sent: formatBytes(sentBytes, locale), size: formatBytes(sizeBytes, locale) })
}

function sendingDetail(item: Facts, reader: Reader): string {
  const parts = [sentOf(item, reader)]

  if (item.bytesPerSecond > 0) parts.push(formatSpeed(item.bytesPerSecond, reader.locale))
  if (item.secondsLeft !== null)
    parts.push(reader.t('upload.left', { time: formatTimeLeft(item.secondsLeft, reader.t) }))
  return parts.join(' · ')
}
