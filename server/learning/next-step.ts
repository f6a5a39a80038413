import type { MasteryLevel } from '#shared/learning'
import { isDone } from './mastery.ts'

export interface Step {
  clipId: string
  subtopic: string
  level: MasteryLevel | null
  /** 0 to 1 */
  share: number
}

export interface NextStep {
  clipId: string
  reason: string
}

/**
 * What to watch after a step of the path, best first, each with its reason in plain words: what comes after it and is
 * not done, then what was passed over.
 * @param after clip id of the step just watched; null at the start of a visit
 */
export function nextSteps(steps: readonly Step[], after: string | null): NextStep[] {
  const here = steps.findIndex((step) => step.clipId === after)
  const ahead = steps.slice(here + 1)
  const behind = steps.slice(0, Math.max(0, here))
  const current = here < 0 ? undefined : steps[here]
  return [
    ...ahead.filter(isOpen).map((step) => ({ clipId: step.clipId, reason: reasonAhead(step, current) })),
    ...behind.filter(isOpen).map((step) => ({ clipId: step.clipId, reason: 'You passed over this one.' })),
  ]
}

/** Every clip of the subtopic of this step is done. */
export function isSubtopicDone(steps: readonly Step[], after: string): boolean {
  const subtopic = steps.find((step) => step.clipId === after)?.subtopic
  return subtopic !== undefined && steps.every((step) => step.subtopic !== subtopic || isDone(step.level))
}

export function reasonForNone(steps: readonly Step[]): string {
  if (steps.length === 0) return 'This path has no clips yet.'
  return steps.some(isOpen) ? 'What is left can not be watched right now.' : 'You have finished this path.'
}

function isOpen(step: Step): boolean {
  return !isDone(step.level)
}

function reasonAhead(step: Step, current: Step | undefined): string {
  if (step.share > 0) return `You have watched ${Math.round(step.share * 100)} % of it.`
  if (!current) return `The next step: ${step.subtopic}.`
  return step.subtopic === current.subtopic ? `Next in ${step.subtopic}.` : `${step.subtopic} comes next.`
}
