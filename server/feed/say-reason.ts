import type { FeedItem, FeedReason } from '#shared/feed'
import type { Reason } from '../recommendations/packed-reason.ts'

const PLAIN: FeedReason = { code: 'recommended', text: 'Picked for you.' }

const SENTENCES: Partial<Record<FeedReason['code'], string>> = {
  new_creator: 'New creator.',
  popular: 'Trending.',
  explore: 'Exploring: something different for you.',
}

/** The reason of a stored item; what names something that has to be read first is completed by `nameCause`. */
export function sayReason(reason: Pick<Reason, 'code' | 'cause'> | null): FeedReason {
  if (!reason) return PLAIN
  const { code, cause } = reason
  if (code === 'because_topic') return { code, text: `Because you watch ${cause}.`, cause }
  if (code === 'next_part' || code === 'followed') return { code, text: '' }
  if (code === 'next_step') return { code, text: `Next step: ${cause}.`, cause }
  if (code === 'together') return { code, text: `People who finished “${cause}” also watch this.`, cause }
  const text = SENTENCES[code]
  return text ? { code, text } : PLAIN
}

/** With the name of what was read meanwhile: never an older one than stands there now. */
export function nameCause(reason: FeedReason, item: FeedItem['item'], videoTitle: string): FeedReason {
  if (reason.code === 'next_part') {
    return { code: reason.code, text: `Next part of ${videoTitle}.`, cause: videoTitle }
  }
  if (reason.code !== 'followed') return reason
  return { code: reason.code, text: `You follow ${item.uploader.name}.`, cause: item.uploader.name }
}
