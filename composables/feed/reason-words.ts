import type { FeedItem, FeedReason } from '#shared/feed'
import { topicLabel } from '~/composables/video/topic-label'

const KEYS = {
  newest: 'newest',
  next_in_path: 'nextInPath',
  topic: 'topic',
  followed: 'followed',
  popular: 'popular',
  together: 'together',
  explore: 'explore',
  recommended: 'recommended',
  because_topic: 'becauseTopic',
  next_part: 'nextPart',
  next_step: 'nextStep',
  new_creator: 'newCreator',
} as const satisfies Record<FeedReason['code'], string>

/** Whose cause is a topic: not always the item's own. */
const NAMES_TOPIC = new Set<FeedReason['code']>(['because_topic', 'next_step'])

/** Message and words of the line that says why an item is there. */
export function reasonWords({ reason, item, path }: FeedItem): [key: string, words: Record<string, string>] {
  const topic = (NAMES_TOPIC.has(reason.code) && reason.cause) || path?.topic || item.topic
  // a sentence about a topic needs one
  const needsTopic = reason.code === 'next_in_path' || reason.code === 'topic'
  if (needsTopic && !topic) return ['feed.reasons.newest', {}]
  const words = { topic: topicLabel(topic ?? ''), name: item.uploader.name, title: reason.cause ?? '' }
  return [`feed.reasons.${KEYS[reason.code]}`, words]
}
