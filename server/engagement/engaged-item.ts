import type { Types } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import type { Target } from './targets.ts'

/** Who looks at what others made of an item. */
export interface Reader {
  /** Null for guests. */
  userId: string | null
  /** The creator is shown who viewed and who disliked. Everybody else is shown of these only themselves. */
  isCreator: boolean
  hiddenUserIds: ReadonlySet<string>
}

/** A video or a clip that the caller may watch, as the room it belongs to has found out. */
export interface EngagedItem extends Target {
  durationSeconds: number
  /** The video that it is, or is cut from. */
  video: { id: string; uploader: Types.ObjectId }
  reader: Reader
}

export function userIdOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null
}
