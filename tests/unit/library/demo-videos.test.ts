import { describe, expect, it } from 'vitest'
import { TopicInput } from '#shared/topics'
import { VideoDescription, VideoTitle } from '#shared/videos'
import { DEMO_TOPICS, DEMO_VIDEOS } from '#server/library/demo-videos'

describe('demo content', () => {
  for (const video of DEMO_VIDEOS) {
    it(`${video.name} keeps to the limits of every video and has its topic`, () => {
      expect(VideoTitle.safeParse(video.title).success).toBe(true)
      expect(VideoDescription.safeParse(video.description).success).toBe(true)
      expect(DEMO_TOPICS.map((topic) => topic.combinedTopicName)).toContain(video.topic)
      for (const filter of video.filters) expect(video.pictures).toContain(`${filter}=`)
    })
  }

  it('has topics as an admin could have made them', () => {
    for (const topic of DEMO_TOPICS) expect(TopicInput.parse(topic)).toEqual(topic)
  })
})
