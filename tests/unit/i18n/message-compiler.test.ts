import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  translate,
  type CoreContext,
} from '@intlify/core-base'
import { expect, it } from 'vitest'
import { baseCompile } from '../../../i18n/compiler/message-compiler.ts'
import { languages } from '../../../i18n/languages.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
registerMessageCompiler(compile)

function textsOf(code: string): string[] {
  const texts: string[] = []
  for (const file of globSync(`i18n/locales/${code}/*.json`, { cwd: ROOT })) {
    JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8'), (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value)
      return value
    })
  }
  return texts
}

/** @param message as it is written, or compiled */
function say(message: unknown, count: number, places: object): string {
  const context = createCoreContext({ locale: 'en', messages: { en: { it: message } } as never })
  return String(translate(context as unknown as CoreContext, 'it', count, { named: { ...places, count } }))
}

/** What both compilers make of a text for none, one, two and many, with something in every place. */
function saidOf(text: string): [theirs: string[], ours: string[]] {
  const places = Object.fromEntries([...text.matchAll(/\w+/g)].map(([name]) => [name, `<${name}>`]))
  const all = (message: unknown) => [0, 1, 2, 7].map((count) => say(message, count, places))
  return [all(text), all(baseCompile(text).ast)]
}

it.each(languages.map(({ code, name }) => ({ code, name })))(
  'says every message in $name as the compiler of vue-i18n does',
  ({ code }) => {
    const texts = textsOf(code)
    expect(texts.length).toBeGreaterThan(500)
    const differing = texts.filter((text) => {
      const [theirs, ours] = saidOf(text)
      return theirs.join('\n') !== ours.join('\n')
    })
    expect(differing).toEqual([])
  },
)

it.each([
  ["Name people with {'@'}.", ['Name people with @.', 'Name people with @.']],
  ['none | one | {count} of them', ['none', 'one']],
  ['{ name }', ['Ada', 'Ada']],
  ['', ['', '']],
])('reads %s', (text, expected) => {
  const { ast } = baseCompile(text)
  expect([say(ast, 0, { name: 'Ada' }), say(ast, 1, { name: 'Ada' })]).toEqual(expected)
})
