/** Pages that play something of their own, or where somebody wants to be left alone. */
const QUIET_PAGES = [
  'index',
  'watch-id',
  'clips-id',
  'login',
  'signup',
  'verify',
  'forgot',
  'reset',
  'welcome',
]

/** What becomes of a player when its page is left for the page of this name. Only what plays goes along. */
export function afterLeaving({ isPlaying, to }: { isPlaying: boolean; to: unknown }): 'corner' | 'close' {
  return isPlaying && !isQuietPage(to) ? 'corner' : 'close'
}

/** Pages on which nothing plays in the corner. */
export function isQuietPage(name: unknown): boolean {
  return QUIET_PAGES.includes(String(name))
}
