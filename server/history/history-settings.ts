import type { HistorySettings } from '#shared/history'
import { User } from '../accounts/user.model.ts'

export async function isHistoryPaused(userId: string): Promise<boolean> {
  const user = await User.findById(userId, { isHistoryPaused: 1 }).lean()
  return user?.isHistoryPaused ?? false
}

export async function getHistorySettings(userId: string): Promise<HistorySettings> {
  return { isPaused: await isHistoryPaused(userId) }
}

/** Pausing keeps what is there and adds nothing; views still count. */
export async function setHistorySettings(
  userId: string,
  settings: HistorySettings,
): Promise<HistorySettings> {
  await User.updateOne({ _id: userId }, { $set: { isHistoryPaused: settings.isPaused } })
  return settings
}
