import type { Preferences } from './accounts.ts'

export const DEFAULT_PREFERENCES: Preferences = {
  showNsfw: false,
  showSensitive: true,
  autoplay: 'on',
  captions: 'muted',
  dataSaver: false,
  reducedMotion: 'system',
  shortcuts: true,
  emailDigest: 'off',
}
