/** What this browser knows of a copy that it keeps. The bytes lie beside it, in the origin private file system. */
export interface VaultRecord {
  videoId: string
  /** Who pressed the button: others who use this browser are not shown it. */
  userId: string
  title: string
  sizeBytes: number
  /** Hex, of the whole. */
  sha256: string
  isWhole: boolean
  /** Milliseconds since 1970. */
  keptAt: number
}

/** A copy as its owner sees it. */
export interface VaultCopy extends VaultRecord {
  /** So much of it lies here. */
  keptBytes: number
  /** `paused`: it was broken off, and goes on where it stopped. */
  phase: 'waiting' | 'keeping' | 'paused' | 'whole'
  /** Why it was broken off. */
  problem: KeepProblem | null
}

/** Words for each stand under `storage.problem.<name>`. */
export type KeepProblem =
  /** No room left in what the browser gives this site. */
  | 'full'
  /** The bytes that came are not those that were asked for: they were thrown away. */
  | 'wrong'
  /** It is not to be had (any more). */
  | 'gone'
  /** The line broke, or the server is busy: trying again goes on where it stopped. */
  | 'cut'
