import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { sayFrom } from '../../../composables/answers.ts'
import { languages } from '../../../i18n/languages.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** Said to whoever runs the site, or to programs that bring whole libraries: not in a page. */
const NOT_IN_PAGES =
  /^server\/(?:adapters\/(?!ffmpeg\/failure-reason)|library\/|worker\/|config|database|transcoding\/|accounts\/ensure-keeper|videos\/grow-pack)/
const ERRORS =
  /^(?:NotFound|Forbidden|Conflict|InvalidInput|Unprocessable|TooLarge|RateLimited|Gone|Unauthenticated|UnsupportedMediaType)$/
const CHECKS = /^(?:min|max|regex|refine|check|length)$/

type Answers = Record<string, string>

/** The text of a literal, `{}` where a value stands in it. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
}

/** Whether somebody is told it: the first argument of a named error, or the message of a schema. */
function isTold(node: ts.Node, file: string): boolean {
  const { parent } = node
  if (ts.isNewExpression(parent))
    return ERRORS.test(parent.expression.getText()) && parent.arguments?.[0] === node
  if (ts.isPropertyAssignment(parent)) return ['message', 'reason'].includes(parent.name.getText())
  return (
    file.startsWith('shared/') &&
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    CHECKS.test(parent.expression.name.text)
  )
}

/** What the server says to people: sentences of two words or more, by the file that says them. */
function toldSentences(): Map<string, string> {
  const told = new Map<string, string>()
  for (const file of globSync('{server,shared}/**/*.ts', { cwd: ROOT })) {
    if (NOT_IN_PAGES.test(file)) continue
    const source = ts.createSourceFile(file, readFileSync(`${ROOT}/${file}`, 'utf8'), ts.ScriptTarget.Latest, true) // prettier-ignore
    const visit = (node: ts.Node) => {
      const text = textOf(node)
      if (text && /\S \S/.test(text) && isTold(node, file)) told.set(text, file)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return told
}

const withoutNames = (sentence: string) => sentence.replaceAll(/\{\w+\}/g, '{}')
const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join()

const others = languages.filter(({ code }) => code !== 'en')

describe.each(others.map(({ code, name }) => ({ code, name })))('the answers in $name', ({ code }) => {
  const answers = JSON.parse(readFileSync(`${ROOT}/i18n/answers/${code}.json`, 'utf8')) as Answers

  it('have everything that the server says to people', () => {
    const known = new Set(Object.keys(answers).map(withoutNames))
    const missing = [...toldSentences()].filter(([sentence]) => !known.has(sentence))
    expect(missing.map(([sentence, file]) => `${file}: ${sentence}`)).toEqual([])
  })

  it('take no value that the sentence does not have', () => {
    const wrong = Object.entries(answers).filter(([english, other]) => placeholders(english) !== placeholders(other)) // prettier-ignore
    expect(wrong).toEqual([])
  })
})

describe('an answer', () => {
  const say = sayFrom({
    'There is no such clip.': 'Diesen Clip gibt es nicht.',
    'You have {count} tokens.': 'Du hast {count} Tokens.',
    '{reason} Try again.': '{reason} Noch einmal.',
  })

  it('is looked up, with its values', () => {
    expect(say('There is no such clip.')).toBe('Diesen Clip gibt es nicht.')
    expect(say('You have 50 tokens.')).toBe('Du hast 50 Tokens.')
    expect(say('Busy. Try again.')).toBe('Busy. Noch einmal.')
  })

  it('stays as it is where it is not known', () => {
    expect(say('constructor')).toBe('constructor')
    expect(say('Something new ($&) happened.')).toBe('Something new ($&) happened.')
  })
})
