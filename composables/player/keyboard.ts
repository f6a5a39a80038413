/** What a key or a gesture asks of the player or of the page around it. */
export type PlayerCommand =
  | { kind: 'togglePlay' }
  | { kind: 'seekBy'; seconds: number }
  | { kind: 'seekToShare'; share: number }
  | { kind: 'stepFrame'; direction: 1 | -1 }
  | { kind: 'stepChapter'; direction: 1 | -1 }
  | { kind: 'changeVolume'; by: number }
  | { kind: 'changeRate'; direction: 1 | -1 }
  | { kind: 'toggleMute' }
  | { kind: 'toggleFullscreen' }
  | { kind: 'toggleTheatre' }
  | { kind: 'toggleCaptions' }
  | { kind: 'togglePictureInPicture' }
  | { kind: 'openMini' }
  | { kind: 'next' }
  | { kind: 'previous' }
  | { kind: 'like' }
  | { kind: 'save' }
  | { kind: 'note' }
  | { kind: 'showHelp' }
  | { kind: 'leave' }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const BY_KEY: Record<string, PlayerCommand> = {
  ' ': { kind: 'togglePlay' },
  k: { kind: 'togglePlay' },
  j: { kind: 'seekBy', seconds: -10 },
  l: { kind: 'seekBy', seconds: 10 },
  arrowleft: { kind: 'seekBy', seconds: -5 },
  arrowright: { kind: 'seekBy', seconds: 5 },
  arrowup: { kind: 'changeVolume', by: 0.05 },
  arrowdown: { kind: 'changeVolume', by: -0.05 },
  home: { kind: 'seekToShare', share: 0 },
  end: { kind: 'seekToShare', share: 1 },
  ',': { kind: 'stepFrame', direction: -1 },
  '.': { kind: 'stepFrame', direction: 1 },
  '<': { kind: 'changeRate', direction: -1 },
  '>': { kind: 'changeRate', direction: 1 },
  m: { kind: 'toggleMute' },
  f: { kind: 'toggleFullscreen' },
  t: { kind: 'toggleTheatre' },
  c: { kind: 'toggleCaptions' },
  i: { kind: 'openMini' },
  b: { kind: 'save' },
  n: { kind: 'note' },
  '?': { kind: 'showHelp' },
  escape: { kind: 'leave' },
}
const WITH_SHIFT: Record<string, PlayerCommand> = { n: { kind: 'next' }, p: { kind: 'previous' } }

/** The command of a key press, or null. Where the layout has no Latin letters, the key's place on the keyboard counts. */
export function commandForKey(press: KeyPress, isMac: boolean): PlayerCommand | null {
  const key = latinKey(press)
  if (press.metaKey) return null
  if (press.altKey || press.ctrlKey) return commandWithModifier(key, press, isMac)
  if (/^[0-9]$/.test(press.key)) return { kind: 'seekToShare', share: Number(press.key) / 10 }
  if (press.shiftKey && WITH_SHIFT[key]) return WITH_SHIFT[key]
  // Shift makes other signs of keys, which have meanings of their own; letters with it are not these keys
  if (press.shiftKey && /^[a-z]$/.test(key)) return null
  return BY_KEY[key] ?? null
}

/** Alt with an arrow goes back in the browser's history everywhere but on a Mac, where Ctrl with one changes desktops. */
function commandWithModifier(key: string, press: KeyPress, isMac: boolean): PlayerCommand | null {
  if (press.altKey && press.ctrlKey) return null
  if (press.altKey && key === 'p') return { kind: 'togglePictureInPicture' }
  const isForChapters = isMac ? press.altKey : press.ctrlKey
  if (isForChapters && key === 'arrowleft') return { kind: 'stepChapter', direction: -1 }
  if (isForChapters && key === 'arrowright') return { kind: 'stepChapter', direction: 1 }
  return null
}

/** By their places on a keyboard with Latin letters: without Shift, and with it. */
const SIGNS: Record<string, readonly [string, string]> = {
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
}

function latinKey({ key, code, shiftKey }: KeyPress): string {
  const isForeignLetter = key.length === 1 && key > '\u007f'
  if (!isForeignLetter) return key.toLowerCase()
  return SIGNS[code]?.[shiftKey ? 1 : 0] ?? code.replace(/^Key/, '').toLowerCase()
}

/** For the list of shortcuts; one entry a line, alternatives beside each other. `label` is a message. */
export const SHORTCUTS: readonly { keys: readonly string[]; label: string }[] = [
  { keys: ['Space', 'K'], label: 'player.shortcuts.play' },
  { keys: ['J', 'L'], label: 'player.shortcuts.tenSeconds' },
  { keys: ['←', '→'], label: 'player.shortcuts.fiveSeconds' },
  { keys: [',', '.'], label: 'player.shortcuts.frame' },
  { keys: ['0', '–', '9'], label: 'player.shortcuts.tenth' },
  { keys: ['Home', 'End'], label: 'player.shortcuts.ends' },
  { keys: ['Ctrl ←', 'Ctrl →'], label: 'player.shortcuts.chapter' },
  { keys: ['Shift N', 'Shift P'], label: 'player.shortcuts.next' },
  { keys: ['↑', '↓'], label: 'player.shortcuts.volume' },
  { keys: ['M'], label: 'player.shortcuts.mute' },
  { keys: ['<', '>'], label: 'player.shortcuts.rate' },
  { keys: ['C'], label: 'player.shortcuts.captions' },
  { keys: ['F'], label: 'player.shortcuts.fullscreen' },
  { keys: ['T'], label: 'player.shortcuts.theatre' },
  { keys: ['I'], label: 'player.shortcuts.mini' },
  { keys: ['B'], label: 'player.shortcuts.save' },
  { keys: ['N'], label: 'player.shortcuts.note' },
  { keys: ['Alt P'], label: 'player.shortcuts.pictureInPicture' },
  { keys: ['/'], label: 'player.shortcuts.search' },
  { keys: ['?'], label: 'player.shortcuts.help' },
  { keys: ['Esc'], label: 'player.shortcuts.leave' },
]
