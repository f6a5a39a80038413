import type { CheckView } from '#shared/learning'
import type { Actor } from '../accounts/actor.ts'
import { getClip } from '../clips/get-clip.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NotFound } from '../errors.ts'
import { canEdit } from '../videos/video-policy.ts'
import { Check, type CheckDocument } from './check.model.ts'
import { Progress } from './progress.model.ts'

/** The question after a clip; its answer only for the creator and for those who have answered. @throws NotFound */
export async function getCheck(actor: Actor, clipId: string): Promise<CheckView> {
  const { video } = await getClip(actor, clipId)
  return presentCheck(actor, await requireCheck(clipId), canEdit(actor, video))
}

/** @throws NotFound */
export async function requireCheck(clipId: string): Promise<CheckDocument> {
  const check = await Check.findOne({ clipId }).lean<CheckDocument>()
  if (!check) throw new NotFound('This clip has no question.')
  return check
}

export async function presentCheck(
  actor: Actor,
  check: CheckDocument,
  isCreator: boolean,
): Promise<CheckView> {
  const userId = userIdOf(actor)
  const progress = userId && (await Progress.findOne({ userId, clipId: check.clipId }).lean())
  const isShown = isCreator || Boolean(progress && progress.answeredAt)
  return {
    clipId: check.clipId.toString(),
    question: check.question,
    choices: check.choices,
    answer: isShown ? check.answer : null,
    explanation: isShown ? check.explanation : null,
    myLevel: progress ? progress.level : null,
  } satisfies CheckView
}
