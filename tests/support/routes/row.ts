import type { World } from './world.ts'

export type Params = Record<string, string>

/** What the table says of one route; everything else follows from its schemas. */
export interface RouteRow {
  /** Path parameters of a thing that the caller may act on; made anew for each use. */
  own?(world: World): Promise<Params> | Params
  /** Somebody else's private thing: as if it were missing. Left out where nothing of the kind is private, with `allPublic`. */
  foreign?(world: World): Promise<Params> | Params
  /** A thing of somebody else that everybody may see and only they may change: 403. */
  visible?(world: World): Promise<Params> | Params
  /** Why nobody's thing of this kind is hidden from anybody. */
  allPublic?: string
  /** Parameters of what does not exist, where a random id is none. */
  missing?: Params
  /** A body that the route takes. */
  body?(world: World, params: Params): Promise<object> | object
  /** Right bodies that name what is missing, and what is hidden from the caller: each the same 404. */
  bodiesOfNothing?(world: World): Promise<object[]> | object[]
  /** Queries that the route takes, so that each of its indexes is asked for; the first is used for everything else. */
  queries?: Record<string, string>[]
  /** `me` with a token unless told, `browser` with a session; routes of a role are called by `admin`. */
  as?: 'me' | 'browser' | 'admin' | 'nobody' | 'guest'
  headers?: Record<string, string>
  /** Statuses of the right request, where its schema does not say: with why. */
  answers?: { status: number; because: string }
  /** What is refused in another way than the table expects, or not at all: with why. */
  refuses?: { missing?: string }
}

export type RouteRows = Record<string, RouteRow>
