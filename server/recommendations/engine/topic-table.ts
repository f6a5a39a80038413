import type { TopicFacts } from '../core/online/catalogue.ts'

/** A topic as it stands in the database; ids are 24 hex digits. */
export interface StoredTopic {
  id: string
  combinedTopicName: string
  prerequisites: readonly string[]
}

/** Topics by the numbers that the core knows them by. */
export interface TopicTable {
  facts: readonly TopicFacts[]
  /** By number; empty for what has no topic. */
  ids: readonly string[]
  names: readonly string[]
  numbers: ReadonlyMap<string, number>
  /** Numbers of a topic and its subtopics, by combinedTopicName. */
  within: ReadonlyMap<string, number[]>
  /** Of a subtopic the topic above it, by their numbers. */
  above: ReadonlyMap<number, number>
  /** Ids of all topics of an area, by its number. */
  inArea: ReadonlyMap<number, string[]>
}

/** Of things without a topic. */
export const NO_TOPIC = 0

/** The same topics give the same numbers, in whatever order they come. */
export function makeTopicTable(stored: readonly StoredTopic[]): TopicTable {
  const topics = stored.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const areaNames = [...new Set(topics.map(({ combinedTopicName }) => areaOf(combinedTopicName)))].sort()
  const byName = new Map(topics.map(({ combinedTopicName }, index) => [combinedTopicName, index + 1]))
  const facts = topics.map(({ combinedTopicName, prerequisites }, index) => ({
    topic: index + 1,
    area: areaNames.indexOf(areaOf(combinedTopicName)) + 1,
    prerequisite: prerequisites.map((name) => byName.get(name)).find((number) => number !== undefined) ?? -1,
  }))
  const within = new Map<string, number[]>()
  topics.forEach(({ combinedTopicName }, index) => {
    for (const name of new Set([combinedTopicName, areaOf(combinedTopicName)])) {
      within.set(name, [...(within.get(name) ?? []), index + 1])
    }
  })
  const inArea = Map.groupBy(facts, ({ area }) => area)
  const above = topics.flatMap(({ combinedTopicName: name }, index) => {
    const area = areaOf(name) === name ? undefined : byName.get(areaOf(name))
    return area === undefined ? [] : [[index + 1, area] as const]
  })
  return {
    above: new Map(above),
    inArea: new Map(
      [...inArea].map(([area, each]) => [area, each.map(({ topic }) => topics[topic - 1]!.id)]),
    ),
    facts: [{ topic: NO_TOPIC, area: 0, prerequisite: -1 }, ...facts],
    ids: ['', ...topics.map(({ id }) => id)],
    names: ['', ...topics.map(({ combinedTopicName }) => combinedTopicName)],
    numbers: new Map(topics.map(({ id }, index) => [id, index + 1])),
    // the area of a subtopic is a sequence where it is a topic itself
    within: new Map([...within].filter(([name]) => byName.has(name))),
  }
}

function areaOf(combinedTopicName: string): string {
  return combinedTopicName.split('/', 1)[0]!
}
