/** What a key asks the feed to do. */
export type FeedCommand =
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'togglePlay' }
  | { kind: 'seekBy'; seconds: number }
  | { kind: 'seekToShare'; share: number }
  | { kind: 'changeRate'; direction: 1 | -1 }
  | { kind: 'toggleMute' }
  | { kind: 'toggleCaptions' }
  | { kind: 'like' }
  | { kind: 'dislike' }
  | { kind: 'save' }
  | { kind: 'openComments' }
  | { kind: 'openVideo' }
  | { kind: 'openMenu' }
  | { kind: 'showHelp' }
  | { kind: 'leave'; to: 'before' | 'after' }

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const BY_KEY: Record<string, FeedCommand> = {
  arrowdown: { kind: 'move', by: 1 },
  arrowup: { kind: 'move', by: -1 },
  pagedown: { kind: 'move', by: 1 },
  pageup: { kind: 'move', by: -1 },
  ' ': { kind: 'togglePlay' },
  k: { kind: 'togglePlay' },
  arrowleft: { kind: 'seekBy', seconds: -5 },
  arrowright: { kind: 'seekBy', seconds: 5 },
  j: { kind: 'seekBy', seconds: -10 },
  l: { kind: 'seekBy', seconds: 10 },
  home: { kind: 'seekToShare', share: 0 },
  '<': { kind: 'changeRate', direction: -1 },
  '>': { kind: 'changeRate', direction: 1 },
  m: { kind: 'toggleMute' },
  c: { kind: 'toggleCaptions' },
  '+': { kind: 'like' },
  '-': { kind: 'dislike' },
  s: { kind: 'save' },
  d: { kind: 'openComments' },
  v: { kind: 'openVideo' },
  '.': { kind: 'openMenu' },
  '?': { kind: 'showHelp' },
}
/** Out of a list that never ends (ARIA Authoring Practices, feed). */
const WITH_CTRL: Record<string, FeedCommand> = {
  home: { kind: 'leave', to: 'before' },
  end: { kind: 'leave', to: 'after' },
}
const WITH_SHIFT: Record<string, FeedCommand> = {
  n: { kind: 'move', by: 1 },
  p: { kind: 'move', by: -1 },
}

/** The command of a key press, or null. Where the layout has no Latin letters, the key's place on the keyboard counts. */
export function feedCommandFor(press: KeyPress): FeedCommand | null {
  const key = latinKey(press)
  if (press.metaKey || press.altKey) return null
  if (press.ctrlKey) return WITH_CTRL[key] ?? null
  if (/^[0-9]$/.test(key)) return { kind: 'seekToShare', share: Number(key) / 10 }
  if (press.shiftKey && WITH_SHIFT[key]) return WITH_SHIFT[key]
  return BY_KEY[key] ?? null
}

function latinKey({ key, code }: KeyPress): string {
  const isForeignLetter = key.length === 1 && key > '\u007f'
  return (isForeignLetter ? code.replace(/^Key/, '') : key).toLowerCase()
}

/** For the list of shortcuts; `label` is a message under `feed.shortcuts`, alternatives stand beside each other. */
export const FEED_SHORTCUTS: readonly { keys: readonly string[]; label: string }[] = [
  { keys: ['↑', '↓'], label: 'move' },
  { keys: ['Page ↑', 'Page ↓'], label: 'move' },
  { keys: ['Shift P', 'Shift N'], label: 'move' },
  { keys: ['Space', 'K'], label: 'playPause' },
  { keys: ['←', '→'], label: 'seekFive' },
  { keys: ['J', 'L'], label: 'seekTen' },
  { keys: ['0', '–', '9'], label: 'seekShare' },
  { keys: ['<', '>'], label: 'speed' },
  { keys: ['M'], label: 'mute' },
  { keys: ['C'], label: 'captions' },
  { keys: ['+', '−'], label: 'react' },
  { keys: ['S'], label: 'save' },
  { keys: ['D'], label: 'comments' },
  { keys: ['V'], label: 'fullVideo' },
  { keys: ['.'], label: 'menu' },
  { keys: ['Ctrl Home', 'Ctrl End'], label: 'leave' },
  { keys: ['?'], label: 'help' },
]
