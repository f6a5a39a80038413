import type { AnswerView } from '#shared/learning'
import type { UserActor } from '../accounts/actor.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { getClip } from '../clips/get-clip.ts'
import { Conflict, Unprocessable } from '../errors.ts'
import { minutesUntilAnswer } from './answer-policy.ts'
import { changeProgress, type ProgressState } from './change-progress.ts'
import { findNextStep } from './find-next-step.ts'
import { requireCheck } from './get-check.ts'
import { levelAfterAnswer } from './mastery.ts'
import type { ProgressDocument } from './progress.model.ts'

/**
 * A right answer is the only way to Mastered; a wrong one takes it back.
 * @throws NotFound, Conflict for another try before its time, Unprocessable for a choice that is none
 */
export async function answerCheck(
  actor: UserActor,
  clipId: string,
  choice: number,
  now = new Date(),
): Promise<AnswerView> {
  const { clip } = await getClip(actor, clipId)
  const check = await requireCheck(clipId)
  if (choice >= check.choices.length) throw new Unprocessable('This question has no such choice.')
  const isRight = choice === check.answer
  const progress = await changeProgress(actor.userId, clip, now, (before) =>
    answered(before, clip, isRight, now),
  )
  return {
    isRight,
    answer: check.answer,
    explanation: check.explanation,
    level: progress?.level ?? levelAfterAnswer(null, isRight),
    next: await findNextStep(actor, clip),
  } satisfies AnswerView
}

function answered(
  before: ProgressDocument | null,
  clip: ClipDocument,
  isRight: boolean,
  now: Date,
): ProgressState {
  const { answeredAt = null, watchedSinceAnswer = 0 } = before ?? {}
  const facts = {
    answeredAt: answeredAt ?? null,
    watchedSince: watchedSinceAnswer,
    durationSeconds: clip.duration,
  }
  const minutes = minutesUntilAnswer(facts, now)
  if (minutes !== null) {
    throw new Conflict(`You have answered this already. Watch the clip again, or try in ${minutes} minutes.`)
  }
  return {
    level: levelAfterAnswer(before?.level ?? null, isRight),
    watched: before?.watched ?? [],
    share: before?.share ?? 0,
    watchedSinceAnswer: 0,
    answeredAt: now,
    wasRight: isRight,
  }
}
