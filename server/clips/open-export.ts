import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { Clip } from './clip.model.ts'
import { getExport } from './find-exports.ts'

export interface ExportFile {
  objectKey: string
  sizeBytes: number
  /** Safe in a header: letters, digits and dashes. */
  filename: string
  id: string
}

/** The file itself, for whoever asked for it. @throws NotFound as `getExport`, and while it is not made */
export async function openExport(actor: UserActor, id: string): Promise<ExportFile> {
  const { state, objectKey, sizeBytes, clipId, crop } = await getExport(actor, id)
  if (state !== 'done' || !objectKey || !sizeBytes) throw new NotFound('This file is not made yet.')
  const clip = await Clip.findById(clipId, { title: 1 }).lean()
  return { id, objectKey, sizeBytes, filename: filenameOf(clip?.title ?? 'clip', crop) }
}

/** Plain ASCII, so that one form of the header is enough. */
function filenameOf(title: string, crop: string): string {
  const words = title.normalize('NFKD').replaceAll(/[^\w\s-]/g, '').trim().replaceAll(/[\s_]+/g, '-') // prettier-ignore
  return `${words.slice(0, 80) || 'clip'}${crop === 'none' ? '' : `-${crop}`}.mp4`
}
