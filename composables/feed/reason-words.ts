import type { FeedItem, FeedReason } from '#shared/feed'
import { topicLabel } from '~/composables/video/topic-label'

const KEYS = {
  newest: 'newest',
  next_in_path: 'nextInPath',
  topic: 'topic',
  followed: 'followed',
  popular: 'popular',
  explore: 'explore',
  recommended: 'recommended',
} as const satisfies Record<FeedReason['code'], string>

/** Message and words of the line that says why an item is there. */
export function reasonWords({ reason, item, path }: FeedItem): [key: string, words: Record<string, string>] {
  const topic = path?.topic ?? item.topic
  // a sentence about a topic needs one
  const needsTopic = reason.code === 'next_in_path' || reason.code === 'topic'
  if (needsTopic && !topic) return ['feed.reasons.newest', {}]
  return [`feed.reasons.${KEYS[reason.code]}`, { topic: topicLabel(topic ?? ''), name: item.uploader.name }]
}
