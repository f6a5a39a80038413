/** One refresh of somebody's queues in this time, but for strong signals. */
export const REFRESH_PAUSE_MS = 3_000

/** Who is to be refreshed, and when. */
export interface RefreshTimes {
  due: Map<string, { at: number; isStrong: boolean }>
  /** Of the last one; of those whose pause is not over. */
  last: Map<string, number>
}

export function newRefreshTimes(): RefreshTimes {
  return { due: new Map(), last: new Map() }
}

/** Something happened: at once where it is a strong signal, else when their pause is over. */
export function wantRefresh(
  { due, last }: RefreshTimes,
  userId: string,
  now: number,
  isStrong: boolean,
): void {
  const rested = Math.max(now, (last.get(userId) ?? -Infinity) + REFRESH_PAUSE_MS)
  const before = due.get(userId)
  const at = Math.min(isStrong ? now : rested, before?.at ?? Infinity)
  due.set(userId, { at, isStrong: isStrong || before?.isStrong === true })
}

/** Takes those whose time has come, so many at most. */
export function takeDue(
  times: RefreshTimes,
  now: number,
  limit: number,
): { userId: string; isStrong: boolean }[] {
  for (const [userId, at] of times.last) if (at + REFRESH_PAUSE_MS < now) times.last.delete(userId)
  const taken: { userId: string; isStrong: boolean }[] = []
  for (const [userId, { at, isStrong }] of times.due) {
    if (at > now) continue
    taken.push({ userId, isStrong })
    if (taken.length === limit) break
  }
  for (const { userId } of taken) {
    times.due.delete(userId)
    times.last.set(userId, now)
  }
  return taken
}
