import type { TopicNode } from '../topics/topic-order.ts'

/**
 * Topics so that each comes after those it needs, by name where there is a choice. Prerequisites outside the list are
 * passed over; from a circle, which no check of one topic can rule out for good, the first by name goes ahead.
 */
export function inLearningOrder<Node extends TopicNode>(topics: readonly Node[]): Node[] {
  const waiting = [...topics].sort(byName)
  const missing = new Set(waiting.map((topic) => topic.combinedTopicName))
  const ordered: Node[] = []
  while (waiting.length > 0) {
    const ready = waiting.findIndex(
      (topic) => !topic.prerequisites.some((name) => name !== topic.combinedTopicName && missing.has(name)),
    )
    const [next] = waiting.splice(Math.max(0, ready), 1)
    missing.delete(next!.combinedTopicName)
    ordered.push(next!)
  }
  return ordered
}

function byName(a: TopicNode, b: TopicNode): number {
  return a.combinedTopicName < b.combinedTopicName ? -1 : 1
}
