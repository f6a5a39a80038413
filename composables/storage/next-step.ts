import type { StorageView } from '#shared/storage'
import type { Words } from '~/composables/words'

type Facts = Pick<
  StorageView,
  'stage' | 'reviewAt' | 'copyDueAt' | 'expiresAt' | 'copySentAt' | 'isHeld' | 'move'
>

/** What happens to a stored video next, in one sentence; `dateOf` writes a time as a day. */
export function nextStep(facts: Facts, t: Words, dateOf: (time: string) => string): string {
  const { stage, move, copyDueAt, expiresAt, copySentAt, reviewAt, isHeld } = facts
  if (move) {
    const share = Math.floor(move.progress * 100)
    return t('storage.next.moving', { stage: t(`studio.tier.${move.to}`), share })
  }
  if (stage === 'AWAITING_PUSH') return t('storage.next.awaiting')
  if (stage === 'EXPIRING' && expiresAt) {
    const expires = dateOf(expiresAt)
    if (copySentAt) return t('storage.next.sent', { sent: dateOf(copySentAt), expires })
    if (copyDueAt) return t('storage.next.expiring', { due: dateOf(copyDueAt), expires })
  }
  if (isHeld) return t('storage.next.held')
  return reviewAt ? t('storage.next.review', { date: dateOf(reviewAt) }) : ''
}
