/** What a key asks the player to do. */
export type PlayerCommand =
  | { kind: 'togglePlay' }
  | { kind: 'seekBy'; seconds: number }
  | { kind: 'seekToShare'; share: number }
  | { kind: 'stepFrame'; direction: 1 | -1 }
  | { kind: 'changeVolume'; by: number }
  | { kind: 'changeRate'; direction: 1 | -1 }
  | { kind: 'toggleMute' }
  | { kind: 'toggleFullscreen' }
  | { kind: 'toggleCaptions' }
  | { kind: 'togglePictureInPicture' }
  | { kind: 'showHelp' }

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>

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
  c: { kind: 'toggleCaptions' },
  i: { kind: 'togglePictureInPicture' },
  '?': { kind: 'showHelp' },
}

/** The command of a key press, or null. Where the layout has no Latin letters, the key's place on the keyboard counts. */
export function commandForKey(press: KeyPress): PlayerCommand | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  if (/^[0-9]$/.test(press.key)) return { kind: 'seekToShare', share: Number(press.key) / 10 }
  const key = press.key.toLowerCase()
  const isForeignLetter = press.key.length === 1 && press.key > '\u007f'
  return BY_KEY[isForeignLetter ? press.code.replace(/^Key/, '').toLowerCase() : key] ?? null
}

/** For the list of shortcuts; one entry a line, alternatives beside each other. */
export const SHORTCUTS: readonly { keys: readonly string[]; label: string }[] = [
  { keys: ['Space', 'K'], label: 'Play or pause' },
  { keys: ['J', 'L'], label: 'Back or forward 10 seconds' },
  { keys: ['←', '→'], label: 'Back or forward 5 seconds' },
  { keys: [',', '.'], label: 'One frame back or forward, while paused' },
  { keys: ['0', '–', '9'], label: 'Jump to a tenth of the video' },
  { keys: ['Home', 'End'], label: 'Beginning or end' },
  { keys: ['↑', '↓'], label: 'Louder or quieter' },
  { keys: ['M'], label: 'Sound off or on' },
  { keys: ['<', '>'], label: 'Slower or faster' },
  { keys: ['C'], label: 'Captions' },
  { keys: ['F'], label: 'Full screen' },
  { keys: ['I'], label: 'Picture in picture' },
  { keys: ['?'], label: 'This list' },
]
