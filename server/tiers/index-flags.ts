import { GENERAL_FLAGS, MODERATION_FLAGS } from '#shared/storage'

type ModerationFlag = (typeof MODERATION_FLAGS)[number]

/** What the flags of the index document follow from. */
export interface FlagFacts {
  isNsfw: boolean
  /** How many videos of the same creator are older, as far as it matters. */
  earlierVideos: number
}

/** So many of a creator's first videos get a boost. */
export const EARLY_VIDEOS = 10

/** Penalties and boosts, as a set of bits in the seed's order: the first is bit 0. What nothing decides yet is not set. */
export function moderationFlags({ isNsfw, earlierVideos }: FlagFacts): number {
  const set: ModerationFlag[] = []
  if (isNsfw) set.push('nsfwContentPenalty')
  if (earlierVideos < EARLY_VIDEOS) set.push('earlyCreatorBoost')
  return bitSet(MODERATION_FLAGS, set)
}

/** As `moderationFlags`, what is so of the video itself. */
export function generalFlags({ isNsfw }: FlagFacts): number {
  return bitSet(GENERAL_FLAGS, isNsfw ? ['nsfwContent'] : [])
}

function bitSet<Flag extends string>(all: readonly Flag[], set: readonly Flag[]): number {
  return set.reduce((bits, flag) => bits | (1 << all.indexOf(flag)), 0)
}
