import { Dismissal } from './dismissal.model.ts'

/** Of a video that goes and its clips. Whose topic or creator was left out on it keeps that. */
export async function removeDismissalsOf(videoId: string): Promise<void> {
  await Dismissal.deleteMany({ videoId })
}

/** Of a clip, a topic or a person that goes. */
export async function removeDismissalsOfSubject(subjectId: string): Promise<void> {
  await Dismissal.deleteMany({ subjectId })
}
