/** A topic and the topics to know before it, by combinedTopicName. */
export interface TopicNode {
  combinedTopicName: string
  prerequisites: readonly string[]
}

/**
 * Names along a circle of prerequisites that goes through `start`, or null where a learner can come to an end.
 * Names that no topic has are passed over.
 */
export function findCircle(topics: Iterable<TopicNode>, start: string): string[] | null {
  const needs = new Map([...topics].map((topic) => [topic.combinedTopicName, topic.prerequisites]))
  const seen = new Set<string>()
  const stack: string[][] = [[start]]
  for (let path = stack.pop(); path; path = stack.pop()) {
    for (const next of needs.get(path.at(-1)!) ?? []) {
      if (next === start) return [...path, start]
      if (seen.has(next)) continue
      seen.add(next)
      stack.push([...path, next])
    }
  }
  return null
}
