import { readdirSync } from 'node:fs'

/** Every language of the pages; each has one file of messages for each domain (i18n/locales/<code>/<domain>.json). */
const LANGUAGES = [
  { code: 'en', language: 'en', name: 'English', dir: 'ltr' },
  { code: 'de', language: 'de', name: 'Deutsch', dir: 'ltr' },
] as const

export const languages = LANGUAGES.map((each) => ({
  ...each,
  files: readdirSync(new URL(`locales/${each.code}`, import.meta.url)).map((file) => `${each.code}/${file}`),
}))
