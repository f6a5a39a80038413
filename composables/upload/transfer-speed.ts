/** Half of what the speed says comes from the last three seconds: steady enough to read, quick enough to believe. */
const HALF_LIFE_MS = 3000
const SETTLE_MS = 1000

/** An exponentially weighted mean over time, with the weight it has gathered: the missing rest would pull it to zero. */
export interface TransferSpeed {
  sentBytes: number
  at: number
  startedAt: number
  weightedBytesPerMs: number
  weight: number
}

/** `at`: milliseconds of a clock that only goes forward. */
export function startSpeed(sentBytes: number, at: number): TransferSpeed {
  return { sentBytes, at, startedAt: at, weightedBytesPerMs: 0, weight: 0 }
}

/** Bytes that go backwards (a retry sends some again) start a new count from there and keep the speed. */
export function advanceSpeed(speed: TransferSpeed, sentBytes: number, at: number): TransferSpeed {
  const elapsed = at - speed.at
  if (sentBytes < speed.sentBytes) return { ...speed, sentBytes, at: Math.max(at, speed.at) }
  if (elapsed <= 0) return speed
  const kept = 2 ** (-elapsed / HALF_LIFE_MS)
  const rate = (sentBytes - speed.sentBytes) / elapsed
  return {
    ...speed,
    sentBytes,
    at,
    weightedBytesPerMs: speed.weightedBytesPerMs * kept + rate * (1 - kept),
    weight: speed.weight * kept + (1 - kept),
  }
}

/** 0 until a second of samples says something. */
export function bytesPerSecond(speed: TransferSpeed): number {
  if (speed.at - speed.startedAt < SETTLE_MS || speed.weight === 0) return 0
  return (speed.weightedBytesPerMs / speed.weight) * 1000
}

/** Whole seconds, never less than is really left at this speed; null while the speed is unknown or nothing moves. */
export function secondsLeft(speed: TransferSpeed, totalBytes: number): number | null {
  const rate = bytesPerSecond(speed)
  const remaining = Math.max(0, totalBytes - speed.sentBytes)
  if (remaining === 0) return 0
  return rate < 1 ? null : Math.ceil(remaining / rate)
}
