import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { languages } from '../../../i18n/languages.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const SOURCES = '{components,composables,layouts,pages,plugins}/**/*.{vue,ts}'
/** A key in the source: the first argument of t, or what a component is given as one. */
const KEY = /['"`]([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_]+)+)['"`]/g
const CALL = /(?:\$t|\bt)\(\s*['"]([^'"]+)['"]/g
const KEYPATH = /\bkeypath="([^"]+)"/g

type Messages = Map<string, string>

function messagesOf(code: string): Messages {
  const found: Messages = new Map()
  for (const file of globSync(`i18n/locales/${code}/*.json`, { cwd: ROOT })) {
    const content = JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8')) as Record<string, unknown>
    expect(Object.keys(content), file).toEqual([basename(file, '.json')])
    collect(content, '', found)
  }
  return found
}

function collect(node: Record<string, unknown>, path: string, found: Messages): void {
  for (const [key, value] of Object.entries(node)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') found.set(here, value)
    else collect(value as Record<string, unknown>, here, found)
  }
}

function sources(): { file: string; text: string }[] {
  const files = [...globSync(SOURCES, { cwd: ROOT }), 'app.vue', 'error.vue']
  return files.map((file) => ({ file, text: readFileSync(`${ROOT}/${file}`, 'utf8') }))
}

const placeholders = (message: string) => [...new Set(message.match(/\{\w+\}/g) ?? [])].sort()

const english = messagesOf('en')

it.each(languages.filter(({ code }) => code !== 'en').map(({ code, name }) => ({ code, name })))(
  'says everything in $name that it says in English',
  ({ code }) => {
    const messages = messagesOf(code)
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort())
    const differing = [...messages].filter(
      ([key, message]) => placeholders(message).join() !== placeholders(english.get(key)!).join(),
    )
    expect(differing, 'placeholders differ').toEqual([])
    expect(
      [...messages].filter(([, message]) => !message.trim()),
      'empty',
    ).toEqual([])
  },
)

it('has words for every key that is asked for', () => {
  const missing = sources().flatMap(({ file, text }) =>
    [...text.matchAll(CALL), ...text.matchAll(KEYPATH)]
      .map(([, key]) => key!)
      .filter((key) => !english.has(key))
      .map((key) => `${file}: ${key}`),
  )
  expect(missing).toEqual([])
})

it('has no words that nobody asks for', () => {
  const text = sources().map((source) => source.text).join('\n') // prettier-ignore
  const asked = new Set([...text.matchAll(KEY), ...text.matchAll(KEYPATH)].map(([, key]) => key))
  /** `level.${name}` asks for all of them. */
  const families = [...text.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map(([, start]) => start!)
  const unused = [...english.keys()].filter(
    (key) => !asked.has(key) && !families.some((start) => key.startsWith(start)),
  )
  expect(unused).toEqual([])
})
