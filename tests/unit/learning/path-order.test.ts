import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inLearningOrder } from '../../../server/learning/path-order.ts'

const topic = (combinedTopicName: string, ...prerequisites: string[]) => ({
  combinedTopicName,
  prerequisites,
})
const names = (topics: { combinedTopicName: string }[]) =>
  inLearningOrder(topics.map((each) => ({ prerequisites: [] as string[], ...each }))).map(
    (each) => each.combinedTopicName,
  )

describe('the order of subtopics', () => {
  it('puts first what others need, and goes by name elsewhere', () => {
    expect(names([topic('b'), topic('a', 'z'), topic('z'), topic('c', 'elsewhere')])).toEqual([
      'b',
      'c',
      'z',
      'a',
    ])
  })

  it('comes to an end in a circle', () => {
    expect(names([topic('b', 'a'), topic('a', 'b'), topic('c', 'a'), topic('own', 'own')])).toEqual([
      'own',
      'a',
      'b',
      'c',
    ])
  })

  it('keeps every topic, each after what it needs, whatever order they come in', () => {
    const list = fc
      .uniqueArray(fc.nat(30), { maxLength: 12 })
      .chain((ids) =>
        fc
          .tuple(...ids.map((id) => fc.subarray(ids.filter((other) => other < id))))
          .map((needs) =>
            ids.map((id, index) => topic(`t${id}`, ...(needs[index] ?? []).map((need) => `t${need}`))),
          ),
      )
    fc.assert(
      fc.property(list, (topics) => {
        const ordered = inLearningOrder(topics)
        expect(ordered).toHaveLength(topics.length)
        expect(inLearningOrder([...topics].reverse())).toEqual(ordered)
        const place = new Map(ordered.map((each, index) => [each.combinedTopicName, index]))
        for (const each of topics) {
          for (const need of each.prerequisites) {
            expect(place.get(need)!).toBeLessThan(place.get(each.combinedTopicName)!)
          }
        }
      }),
    )
  })
})
