import type { Words } from '~/composables/words'

export interface Device {
  /** `Firefox on Windows`; what a person calls it, not what it calls itself. */
  name: string
  icon: string
}

// In this order: most browsers claim to be several others too.
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/.*Safari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]
const HANDHELD = new Set(['iPhone', 'iPad', 'Android'])

/** Reads a User-Agent header, which anyone may set to anything: good for recognising one's own device, for nothing more. */
export function describeDevice(userAgent: string, t: Words): Device {
  const browser = find(BROWSERS, userAgent)
  const system = find(SYSTEMS, userAgent)
  if (!browser && !system)
    return { name: programName(userAgent) ?? t('settings.unknownDevice'), icon: 'i-lucide-terminal' }
  const icon = system && HANDHELD.has(system) ? 'i-lucide-smartphone' : 'i-lucide-monitor'
  const name = browser ?? t('settings.aBrowser')
  return { name: system ? t('settings.browserOn', { browser: name, system }) : name, icon }
}

function find(table: readonly [RegExp, string][], userAgent: string): string | undefined {
  return table.find(([pattern]) => pattern.test(userAgent))?.[1]
}

function programName(userAgent: string): string | undefined {
  return /^[\w.-]{1,40}/.exec(userAgent)?.[0]
}
