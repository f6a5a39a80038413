import { z } from 'zod'
import { Id, text } from './common.ts'

/** `topic` or `topic/subtopic`, each part in lower case with dashes. */
export const CombinedTopicName = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'like languages or languages/polish')

export const TopicInput = z.strictObject({
  combinedTopicName: CombinedTopicName,
  topicName: text({ min: 1, max: 80 }),
  subTopicName: text({ min: 1, max: 80 }).optional(),
  description: text({ max: 1000 }).default(''),
  thumbnailURL: z.string().max(500).default(''),
  prerequisites: z.array(CombinedTopicName).max(20).default([]),
})
export type TopicInput = z.infer<typeof TopicInput>

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
