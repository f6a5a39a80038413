import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const SOURCES = ['{components,composables,layouts,pages}/**/*.{vue,ts}', '*.vue']
/** For developers, in English. */
const NOT_FOR_READERS = /^(?:components\/docs|composables\/useDocs|pages\/docs|layouts\/docs)/
/** What the client says in English as the server does, and shows by `i18n/answers` in the reader's language. */
const ANSWERS = new Set(
  Object.keys(JSON.parse(readFileSync(`${ROOT}/i18n/answers/de.json`, 'utf8')) as object).map(withoutPlaces),
)
/** Said in other words before anybody reads it (readers-words.ts), and never shown at all. */
const NEVER_SHOWN = ['composables/api-error.ts', 'composables/feed/fetch-range.ts']
/** Names that are the same in every language, units, and what stands for a key. */
const NO_WORDS =
  /^(?:Clipway|Samsung|Internet|CC|MB|WebVTT|Ctrl|Esc|Shift|Alt|Home|End|Tab|Page|Deutsch|English)$/
/** What people read or hear, by the names that components give it. */
const READ = /^(?:label|title|placeholder|hint|help|description|legend|alt|text|message|heading|caption|(?:retry|submit|close|loading)-?label|aria-(?:label|description|valuetext|roledescription))$/i // prettier-ignore
const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g

/** Words of a text that stands in the page; places of a template string are none. */
function hasWords(text: string): boolean {
  return text
    .replace(/\$\{[^}]*\}/g, ' ')
    .split(/[^\p{L}]+/u)
    .some((word) => word.length > 1 && !NO_WORDS.test(word))
}

/** A string that can only be meant for people: a sentence, or a capital letter and a space. */
const isSentence = (text: string) => /^[A-Z][a-z']*,? \S/.test(text) && hasWords(text)

const literalsOf = (code: string) => [...code.matchAll(LITERAL)].map(([, ...parts]) => parts.find((part) => part !== undefined) ?? '') // prettier-ignore
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

/** A template string or a message, whatever stands in its places. */
function withoutPlaces(text: string): string {
  return text.replaceAll(/\$?\{[^}]*\}+/g, '{}')
}

type TemplateNode = NonNullable<SFCTemplateBlock['ast']>['children'][number]

function ofTemplate(node: TemplateNode): string[] {
  if ('props' in node) return [...node.props.flatMap(ofProp), ...(isCode(node.tag) ? [] : node.children.flatMap(ofTemplate))] // prettier-ignore
  if (!('content' in node)) return []
  if (typeof node.content === 'string') return hasWords(node.content) && !isComment(node) ? [node.content.trim()] : []
  return ofExpression(node.content.loc.source)
} // prettier-ignore

/** What developers type stays as it is. */
const isCode = (tag: string) => ['code', 'kbd', 'UKbd', 'pre'].includes(tag)
const isComment = ({ loc }: TemplateNode) => loc.source.startsWith('<!--')

function ofProp(prop: Extract<TemplateNode, { props: unknown }>['props'][number]): string[] {
  if ('value' in prop)
    return READ.test(prop.name) && hasWords(prop.value?.content ?? '') ? [prop.value!.content] : []
  if (!('exp' in prop)) return []
  const name = prop.arg?.loc.source ?? ''
  return READ.test(name) && prop.exp ? ofExpression(prop.exp.loc.source) : []
}

/** Literals that are neither a key of a message nor compared with. */
function ofExpression(code: string): string[] {
  const said = code
    .replace(/\$?t[ce]?\(\s*(?:'[^']*'|`[^`]*`)/g, '')
    .replace(/[!=]==\s*'[^']*'|\['[^']*'\]|\?\.?\['[^']*'\]/g, '')
  return literalsOf(said).filter((text) => hasWords(text) && /^[A-Z]|\S \S/.test(text))
}

function ofScript(code: string): string[] {
  const plain = withoutComments(code)
  const named = [...plain.matchAll(/\b(\w+):\s*('[^'\n]*'|`[^`]*`)/g)]
    .filter(([, name, literal]) => READ.test(name!) && /^[A-Z]/.test(literal!.slice(1)))
    .map(([, , literal]) => literal!.slice(1, -1))
  return [...named.filter(hasWords), ...literalsOf(plain).filter(isSentence)].filter(
    (text) => !ANSWERS.has(withoutPlaces(text)),
  )
}

function faultsOf(file: string): string[] {
  const source = readFileSync(`${ROOT}/${file}`, 'utf8')
  if (file.endsWith('.ts')) return ofScript(source)
  const { descriptor } = parse(source)
  const template = descriptor.template?.ast?.children.flatMap(ofTemplate) ?? []
  return [...template, ...ofScript(descriptor.scriptSetup?.content ?? '')]
}

it('takes everything that people read from the messages', () => {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).filter((file) => !NOT_FOR_READERS.test(file) && !NEVER_SHOWN.includes(file)) // prettier-ignore
  expect(files.length).toBeGreaterThan(400)
  const found = files.flatMap((file) => [...new Set(faultsOf(file))].map((text) => `${file}: ${text}`))
  expect(found).toEqual([])
})

it('finds words in every place where they could stand', () => {
  const source = `<template><p :title="isOpen ? 'Close it' : $t('base.open')" aria-label="Menu">Hello {{ n ? 'Begin here' : $t('a.b') }}</p></template>`
  expect(parse(source).descriptor.template!.ast!.children.flatMap(ofTemplate)).toEqual(['Close it', 'Menu', 'Hello', 'Begin here']) // prettier-ignore
  expect(ofScript(`const a = { label: 'Square' }; throw new Error('This went wrong.')`)).toEqual(['Square', 'This went wrong.']) // prettier-ignore
})
