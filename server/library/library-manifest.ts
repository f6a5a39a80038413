import { parse, YAMLError } from 'yaml'
import { z } from 'zod'
import { text } from '#shared/common'
import { CombinedTopicName, TopicInput } from '#shared/topics'
import { VideoDescription, VideoTitle, Visibility } from '#shared/videos'
import { InvalidInput } from '../errors.ts'

const Attribution = text({ min: 1, max: 300 })
const Seconds = z
  .number()
  .min(0)
  .max(24 * 3600)

const LibraryClip = z
  .strictObject({
    title: text({ min: 1, max: 150 }),
    description: text({ max: 5000 }).default(''),
    start: Seconds,
    end: Seconds,
  })
  .refine((clip) => clip.end > clip.start, { message: 'ends before it starts', path: ['end'] })

const LibraryVideo = z.strictObject({
  /** Relative to the manifest. */
  file: z.string().min(1).max(1000),
  title: VideoTitle,
  description: VideoDescription.default(''),
  topic: CombinedTopicName.nullable().default(null),
  visibility: Visibility.default('public'),
  attribution: Attribution.optional(),
  clips: z.array(LibraryClip).max(500).default([]),
})
export type LibraryVideo = z.infer<typeof LibraryVideo>

/** A library to import: topics, then long-form videos with their clips. */
export const LibraryManifest = z.strictObject({
  /** Of every video that names none of its own. */
  attribution: Attribution.optional(),
  topics: z.array(TopicInput).max(5000).default([]),
  videos: z.array(LibraryVideo).max(50_000).default([]),
})
export type LibraryManifest = z.infer<typeof LibraryManifest>

/** @throws InvalidInput that names every place where the manifest is not as it should be */
export function parseManifest(source: string): LibraryManifest {
  const parsed = LibraryManifest.safeParse(parseYaml(source) ?? {})
  if (parsed.success) return parsed.data
  throw new InvalidInput('The library file is not as it should be.', {
    details: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  })
}

function parseYaml(source: string): unknown {
  try {
    // aliases could make a small file enormous; a library has no use for them
    return parse(source, { maxAliasCount: 0 })
  } catch (error) {
    if (!(error instanceof YAMLError || error instanceof ReferenceError)) throw error
    throw new InvalidInput(`The library file is not YAML: ${error.message}`, { cause: error })
  }
}
