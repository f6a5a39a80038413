import { EventEmitter } from 'node:events'
import { logger } from './logger.ts'

/** What caches want to hear of, by kind. */
export interface Changes {
  /** Anything of a video. */
  video: { videoId: string; uuid: string }
  clip: { clipId: string }
  /** A number on its card, by somebody who looks whether it follows; views are not told one by one. */
  counted: { targetId: string }
  /** Their name or picture, or they left. */
  person: { userId: string }
  /** What these people are to be shown is not what it was: they follow, block, or prefer otherwise. */
  scope: { userIds: readonly string[] }
  /** Their rows of `recommendations`; null: anybody's. */
  queues: { userIds: readonly string[] | null }
  /** What they leave out of their feed. */
  wishes: { userId: string }
  /** What somebody made of an item, or of any (null); `isSeen` where all that changed is that they have seen it. */
  own: { userId: string; targetId: string | null; isSeen?: true }
}

export type ChangeKind = keyof Changes
/** Whether this process made the change, or heard of it. */
export type Origin = 'here' | 'elsewhere'
type Listener<Kind extends ChangeKind> = (change: Changes[Kind], origin: Origin) => void

/** How the processes of one installation tell each other what changed, so that what each keeps in memory stays true. */
export interface ChangeBus {
  /** From now on all that another process publishes reaches this one within milliseconds, or `lost` is called. */
  readonly isHearing: boolean
  /** Waits for nothing; what cannot be sent makes the others hear that something was lost, as soon as they can. */
  publish(message: string): void
  /**
   * Once. `hear` gets what others published, each sender's in its order; `lost` is called when something may have been
   * missed.
   */
  listen(hear: (message: string) => void, lost: () => void): void
  close(): Promise<void>
}

const LOST = Symbol('lost')
const changes = new EventEmitter().setMaxListeners(0)
let bus: ChangeBus | undefined

/** Once it is written: first to this process's caches, then to all others that can be reached. */
export function announceChange<Kind extends ChangeKind>(kind: Kind, change: Changes[Kind]): void {
  changes.emit(kind, change, 'here')
  bus?.publish(JSON.stringify([kind, change]))
}

/** @returns stops listening */
export function onChange<Kind extends ChangeKind>(kind: Kind, listener: Listener<Kind>): () => void {
  changes.on(kind, listener)
  return () => changes.off(kind, listener)
}

/** Others may have changed anything: what is kept only while all are heard has to go. @returns stops listening */
export function onChangesLost(listener: () => void): () => void {
  changes.on(LOST, listener)
  return () => changes.off(LOST, listener)
}

/** Once, when the process starts. Without it nobody else is heard, and nothing is kept that others might change. */
export function connectChanges(opened: ChangeBus): void {
  bus = opened
  opened.listen(hear, () => changes.emit(LOST))
}

export async function closeChanges(): Promise<void> {
  const closing = bus
  bus = undefined
  changes.emit(LOST)
  await closing?.close()
}

/** While this holds, what any process changes is told here, and copies stay true without being looked at again. */
export function hearsAllChanges(): boolean {
  return bus?.isHearing ?? false
}

const KINDS: Record<ChangeKind, true> = {
  video: true,
  clip: true,
  counted: true,
  person: true,
  scope: true,
  queues: true,
  wishes: true,
  own: true,
}

function hear(message: string): void {
  try {
    const [kind, change] = JSON.parse(message) as [string, unknown]
    if (Object.hasOwn(KINDS, kind)) changes.emit(kind, change, 'elsewhere')
  } catch (error) {
    // of another version of Clipway, perhaps: what it says is unknown
    logger.warn({ error }, 'a change was told that cannot be understood')
    changes.emit(LOST)
  }
}
