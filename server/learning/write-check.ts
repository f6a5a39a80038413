import type { CheckBody, CheckView } from '#shared/learning'
import type { UserActor } from '../accounts/actor.ts'
import { announceClipChange } from '../clips/clip-changes.ts'
import { Clip } from '../clips/clip.model.ts'
import { getEditableClip } from '../clips/get-clip.ts'
import { Check } from './check.model.ts'
import { presentCheck } from './get-check.ts'

/** Writes the question after a clip, in place of one that was there. @throws NotFound, Forbidden */
export async function putCheck(actor: UserActor, clipId: string, body: CheckBody): Promise<CheckView> {
  const { clip } = await getEditableClip(actor, clipId)
  const check = await Check.findOneAndUpdate(
    { clipId: clip._id },
    { $set: { ...body, videoId: clip.videoId } },
    { upsert: true, returnDocument: 'after' },
  )
    .lean()
    .orFail()
  await Clip.updateOne({ _id: clip._id }, { $set: { hasCheck: true } })
  announceClipChange(clipId)
  return presentCheck(actor, check, true)
}

/** What people have reached stays. @throws NotFound, Forbidden */
export async function deleteCheck(actor: UserActor, clipId: string): Promise<void> {
  const { clip } = await getEditableClip(actor, clipId)
  await Clip.updateOne({ _id: clip._id }, { $set: { hasCheck: false } })
  announceClipChange(clipId)
  await Check.deleteOne({ clipId: clip._id })
}
