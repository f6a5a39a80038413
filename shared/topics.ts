import { z } from 'zod'
import { Id, PageQuery, pageOf, text } from './common.ts'

/** `topic` or `topic/subtopic`, each part in lower case with dashes. */
export const CombinedTopicName = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'like languages or languages/polish')

/** Pictures of topics lie on this site: a page asks no other host for anything. */
const TopicThumbnail = z
  .string()
  .max(500)
  .regex(/^(?:\/(?![/\\])[^\s\\]*)?$/, 'a path on this site, like /topics/polish.jpg')

export const TopicInput = z.strictObject({
  combinedTopicName: CombinedTopicName,
  topicName: text({ min: 1, max: 80 }),
  subTopicName: text({ min: 1, max: 80 }).optional(),
  description: text({ max: 1000 }).default(''),
  thumbnailURL: TopicThumbnail.default(''),
  /** combinedTopicNames to know first. */
  prerequisites: z.array(CombinedTopicName).max(20).default([]),
})
export type TopicInput = z.infer<typeof TopicInput>

/** The combined name is how other things name the topic, so it stays. */
export const UpdateTopicBody = z.strictObject({
  topicName: text({ min: 1, max: 80 }).optional(),
  subTopicName: text({ min: 1, max: 80 }).nullable().optional(),
  description: text({ max: 1000 }).optional(),
  thumbnailURL: TopicThumbnail.optional(),
  prerequisites: z.array(CombinedTopicName).max(20).optional(),
})
export type UpdateTopicBody = z.infer<typeof UpdateTopicBody>

export const TopicView = z.object({
  id: Id,
  combinedTopicName: z.string(),
  topicName: z.string(),
  subTopicName: z.string().optional(),
  description: z.string(),
  thumbnailURL: z.string(),
  prerequisites: z.array(z.string()),
})
export type TopicView = z.infer<typeof TopicView>

export const ListTopicsQuery = PageQuery
export const TopicPage = pageOf(TopicView)
