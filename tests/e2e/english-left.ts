import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

const LOCALES = fileURLToPath(new URL('../../i18n/locales', import.meta.url))

/** Messages by their keys, as they are written. */
function messagesOf(code: string): Map<string, string> {
  const found = new Map<string, string>()
  const collect = (node: object, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') found.set(`${path}.${key}`, value)
      else collect(value as object, `${path}.${key}`)
    }
  }
  for (const file of globSync(`${code}/*.json`, { cwd: LOCALES }))
    collect(JSON.parse(readFileSync(`${LOCALES}/${file}`, 'utf8')) as object, '')
  return found
}

const PLACE = /\\\{\w+\\\}/g
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const lettersOf = (form: string) => form.replace(/\{\w+\}|\P{L}/gu, '').length

/** Each form of a message, whatever stands in its places. Too short a rest would fit anything. */
function patternsOf(message: string): RegExp[] {
  return message
    .split('|')
    .map((form) => form.trim().replace(/\{'(.)'\}/g, '$1'))
    .filter((form) => lettersOf(form) >= (form.includes('{') ? 8 : 3))
    .map((form) => new RegExp(`^${escape(form).replace(PLACE, '.+')}$`))
} // prettier-ignore

const english = messagesOf('en')
const german = messagesOf('de')
const germanPatterns = [...german.values()].flatMap(patternsOf)
/** What is said otherwise in German; a word that both have in common is no fault. */
const foreign = [...english].flatMap(([key, message]) =>
  message === german.get(key) ? [] : patternsOf(message).map((pattern) => ({ key: key.slice(1), pattern })),
)
const isKey = (text: string) => english.has(`.${text}`)

/** English messages and keys without words that a page shows or tells a screen reader, where it should speak German. */
export async function findEnglish(page: Page): Promise<string[]> {
  const texts = await page.evaluate(textsOfPage)
  return texts.flatMap((text) => {
    if (isKey(text)) return [`no words for ${text}`]
    const fault = foreign.find(({ pattern }) => pattern.test(text))
    return fault && !germanPatterns.some((pattern) => pattern.test(text)) ? [`${fault.key}: ${text}`] : []
  })
}

/** Runs in the page. */
function textsOfPage(): string[] {
  const texts = new Set<string>()
  const add = (text: string | null) => text?.trim() && texts.add(text.trim().replace(/\s+/g, ' '))
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode
    // what people wrote, and programs
    if (!parentElement?.closest('script, style, noscript, [lang=en]')) add(walker.currentNode.textContent)
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-valuetext], [aria-description]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description']) add(element.getAttribute(name))
  add(document.title.split(' · ')[0] ?? null)
  return [...texts]
} // prettier-ignore
