import { Check } from './check.model.ts'
import { Progress } from './progress.model.ts'

/** Of a clip that goes, or of a video with its clips: questions, and what people had reached. */
export async function removeLearningOf(target: { videoId: string } | { clipId: string }): Promise<void> {
  await Check.deleteMany(target)
  await Progress.deleteMany(target)
}
