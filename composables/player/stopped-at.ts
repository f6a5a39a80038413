import { readStored, writeStored } from './stored'

const KEY = 'clipway:stopped-at'
/** Oldest first out, so that the list stays small however long a browser is used. */
const MAX_VIDEOS = 200

type Positions = [videoId: string, seconds: number][]

/** Seconds into the video where it was left in this browser, or null. */
export function readStoppedAt(videoId: string): number | null {
  return readPositions().find(([id]) => id === videoId)?.[1] ?? null
}

/** `null` forgets, as at the end of a video. */
export function writeStoppedAt(videoId: string, seconds: number | null): void {
  const others = readPositions().filter(([id]) => id !== videoId)
  const all: Positions = seconds === null ? others : [...others, [videoId, Math.round(seconds * 10) / 10]]
  writeStored(KEY, all.slice(-MAX_VIDEOS))
}

function readPositions(): Positions {
  const stored = readStored(KEY)
  if (!Array.isArray(stored)) return []
  return stored.filter(
    (entry): entry is [string, number] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
  )
}
