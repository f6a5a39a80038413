import { Types, trusted } from 'mongoose'
import type { FeedTopicView, FeedTopicsView } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { DONE_LEVELS } from '../learning/mastery.ts'
import { Progress } from '../learning/progress.model.ts'
import { findTopicWishes, type TopicWishes } from './topic-wishes.ts'
import { topicSizes, type TopicSize } from './topic-sizes.ts'

/** Beside the one over all topics. */
const MAX_TOPICS = 60

/**
 * Sequences to switch to: over all topics first, then what this person pinned, then what they care for most, then by
 * name. Topics without anything to see and those that they muted are left out.
 */
export async function findFeedTopics(actor: Actor): Promise<FeedTopicsView> {
  const [own, wishes] = await Promise.all([topicSizes(), findTopicWishes(actor)])
  const shown = withSubtopics(own)
    .filter(({ id }) => !wishes.muted.has(id))
    .sort((a, b) => weightOf(b, wishes) - weightOf(a, wishes))
    .slice(0, MAX_TOPICS)
  const done = await countDone(actor, shown)
  const all: FeedTopicView = { topic: null, isPinned: false, total: null, seen: null }
  return { items: [all, ...shown.map((topic) => presentTopic(topic, wishes, done))] }
}

interface ShownTopic {
  id: string
  combinedTopicName: string
  /** Its own and those of its subtopics. */
  parts: TopicSize[]
}

/** A topic has whatever its subtopics have; sorted by name, they follow it. */
function withSubtopics(sizes: readonly TopicSize[]): ShownTopic[] {
  const topics = sizes.map((size): ShownTopic => ({ ...size, parts: [size] }))
  const byName = new Map(topics.map((topic) => [topic.combinedTopicName, topic]))
  for (const { combinedTopicName: name, parts } of topics) {
    const [above = '', below] = name.split('/')
    if (below) byName.get(above)?.parts.push(parts[0]!)
  }
  return topics
}

/** Pins weigh more than any affinity, which is 1 at most. */
function weightOf({ id }: ShownTopic, { pinned, weights }: TopicWishes): number {
  return (pinned.has(id) ? 2 : 0) + (weights.get(id) ?? 0)
}

function presentTopic(topic: ShownTopic, wishes: TopicWishes, done: Map<string, number>): FeedTopicView {
  const total = sum(topic.parts.map(({ clipCount }) => clipCount))
  // a clip that moved to another topic after it was learnt counts where it was
  const seen = sum(topic.parts.map(({ id, clipCount }) => Math.min(clipCount, done.get(id) ?? 0)))
  const isPinned = wishes.pinned.has(topic.id)
  const hasPath = total > 0
  return {
    topic: topic.combinedTopicName,
    isPinned,
    total: hasPath ? total : null,
    seen: hasPath ? seen : null,
  }
}

/** Clips that were learnt, by topic id. */
async function countDone(actor: Actor, topics: readonly ShownTopic[]): Promise<Map<string, number>> {
  const userId = userIdOf(actor)
  if (!userId || topics.length === 0) return new Map()
  const ids = [...new Set(topics.flatMap(({ parts }) => parts.map(({ id }) => id)))]
  const counts = await Progress.aggregate<{ _id: Types.ObjectId; count: number }>([
    {
      $match: {
        userId: new Types.ObjectId(userId),
        topicId: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }),
        level: trusted({ $in: [...DONE_LEVELS] }),
      },
    },
    { $group: { _id: '$topicId', count: { $sum: 1 } } },
  ])
  return new Map(counts.map(({ _id, count }) => [_id.toHexString(), count]))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
