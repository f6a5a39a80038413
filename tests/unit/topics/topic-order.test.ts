import { describe, expect, it } from 'vitest'
import { findCircle } from '#server/topics/topic-order'

const topic = (combinedTopicName: string, ...prerequisites: string[]) => ({
  combinedTopicName,
  prerequisites,
})

describe('prerequisites', () => {
  it('may meet again without a circle', () => {
    expect(findCircle([topic('a'), topic('b', 'a'), topic('c', 'a'), topic('d', 'b', 'c')], 'd')).toBeNull()
  })

  it('may name what is not there yet', () => {
    expect(findCircle([topic('a', 'later')], 'a')).toBeNull()
  })

  it('may not name the topic itself', () => {
    expect(findCircle([topic('a', 'a')], 'a')).toEqual(['a', 'a'])
  })

  it('may not come back to the topic over others', () => {
    expect(findCircle([topic('a', 'b'), topic('b', 'c'), topic('c', 'a')], 'a')).toEqual(['a', 'b', 'c', 'a'])
  })

  it('end although others go in a circle elsewhere', () => {
    expect(findCircle([topic('a', 'b'), topic('b', 'c'), topic('c', 'b')], 'a')).toBeNull()
  })
})
