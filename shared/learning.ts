import { z } from 'zod'
import { ClipView } from './clips.ts'
import { Id, text } from './common.ts'
import { ResumeView } from './engagement.ts'
import { TopicView } from './topics.ts'

/** In this order; watching gives the first three, and a right answer alone the last. */
export const MASTERY_LEVELS = ['started', 'familiar', 'proficient', 'mastered'] as const
export const MasteryLevel = z.enum(MASTERY_LEVELS)
export type MasteryLevel = z.infer<typeof MasteryLevel>

/** Shares of a clip that were really watched. */
export const FAMILIAR_SHARE = 0.5
export const PROFICIENT_SHARE = 0.9

export const MAX_CHOICES = 6

/** One question after a clip; the creator writes it. */
export const CheckBody = z
  .strictObject({
    question: text({ min: 1, max: 300 }),
    choices: z
      .array(text({ min: 1, max: 200 }))
      .min(2)
      .max(MAX_CHOICES),
    /** Index of the right choice. */
    answer: z
      .number()
      .int()
      .min(0)
      .max(MAX_CHOICES - 1),
    explanation: text({ max: 500 }).default(''),
  })
  .refine((check) => check.answer < check.choices.length, {
    message: 'names no choice',
    path: ['answer'],
  })
  .refine((check) => new Set(check.choices).size === check.choices.length, {
    message: 'two choices are the same',
    path: ['choices'],
  })
export type CheckBody = z.infer<typeof CheckBody>

export const CheckView = z.object({
  clipId: Id,
  question: z.string(),
  choices: z.array(z.string()),
  /** Only for the creator, and for whoever has answered. */
  answer: z.number().int().nullable(),
  explanation: z.string().nullable(),
  myLevel: MasteryLevel.nullable(),
})
export type CheckView = z.infer<typeof CheckView>

export const AnswerBody = z.strictObject({
  choice: z
    .number()
    .int()
    .min(0)
    .max(MAX_CHOICES - 1),
})
export type AnswerBody = z.infer<typeof AnswerBody>

/** What comes after a clip on the path of its topic. */
export const NextStepView = z.object({
  clip: ClipView.nullable(),
  /** Why it is this one, or why there is none: in plain words. */
  reason: z.string(),
  /** The subtopic was finished by what was just watched. */
  isSubtopicDone: z.boolean(),
})
export type NextStepView = z.infer<typeof NextStepView>

export const AnswerView = z.object({
  isRight: z.boolean(),
  answer: z.number().int(),
  explanation: z.string(),
  level: MasteryLevel,
  next: NextStepView,
})
export type AnswerView = z.infer<typeof AnswerView>

/** Of a step what a list of many shows; the clip itself says the rest. */
export const PathStepClip = ClipView.pick({
  id: true,
  videoId: true,
  title: true,
  duration: true,
  startSeconds: true,
  endSeconds: true,
  thumbnailURL: true,
  clipURL: true,
  hasCheck: true,
})
export type PathStepClip = z.infer<typeof PathStepClip>

export const PathClipView = z.object({
  clip: PathStepClip,
  level: MasteryLevel.nullable(),
  /** 0 to 1: how much of it was watched. */
  share: z.number(),
})
export type PathClipView = z.infer<typeof PathClipView>

export const PathSubtopicView = z.object({
  topic: TopicView,
  clips: z.array(PathClipView),
  /** May be more than the list shows: the first 200 of one subtopic, fewer of each where there are many. */
  clipCount: z.number().int(),
  doneCount: z.number().int(),
  /** The least level of all its clips; null until each is started. */
  level: MasteryLevel.nullable(),
})
export type PathSubtopicView = z.infer<typeof PathSubtopicView>

/** Subtopics in prerequisite order, each with its clips in order. */
export const PathView = z.object({
  topic: TopicView,
  subtopics: z.array(PathSubtopicView),
  clipCount: z.number().int(),
  /** Clips that are proficient or mastered. */
  doneCount: z.number().int(),
  next: NextStepView,
})
export type PathView = z.infer<typeof PathView>

/** What POST .../watch answers: nothing is left to be asked for when a clip ends. */
export const WatchedView = z.object({
  resume: ResumeView,
  level: MasteryLevel.nullable(),
  next: NextStepView.nullable(),
})
export type WatchedView = z.infer<typeof WatchedView>

/** Order of the clips of a subtopic, as its curator (an admin) wants it; those it does not name follow by age. */
export const ClipOrderBody = z.strictObject({ clipIds: z.array(Id).max(500) })
