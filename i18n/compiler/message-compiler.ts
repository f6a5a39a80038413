/**
 * Reads the forms that our messages are written in: text, a place (`{name}`), a literal (`{'@'}`), and one of several by
 * a count (`no clips | one clip | {count} clips`). The compiler that comes with vue-i18n is twelve times as large, and a
 * first visit would pay for linked messages, lists and positions of faults that nobody writes here.
 *
 * Stands in for `@intlify/message-compiler` in the browser's build, so it has its names and gives its tree: the short
 * names of nodes as vue-i18n's own optimised messages have them (t type, b body, c cases, i items, v value, k key).
 */
interface Part {
  t: typeof TEXT | typeof NAMED | typeof LITERAL
  v?: string
  k?: string
}

interface Message {
  t: typeof MESSAGE
  i: Part[]
}

interface Resource {
  t: typeof RESOURCE
  b: Message | { t: typeof PLURAL; c: Message[] }
}

const RESOURCE = 0
const PLURAL = 1
const MESSAGE = 2
const TEXT = 3
const NAMED = 4
const LITERAL = 9

/** A place, a literal, or a bar between two forms. */
const MARK = /\{\s*(?:'([^']*)'|([\w-]+))\s*\}|\|/g

export function baseCompile(source: string): { ast: Resource } {
  const cases = casesOf(source)
  return { ast: { t: RESOURCE, b: cases.length > 1 ? { t: PLURAL, c: cases } : cases[0]! } }
}

function casesOf(source: string): Message[] {
  let message: Message = { t: MESSAGE, i: [] }
  const cases = [message]
  let read = 0
  for (const { 0: mark, 1: literal, 2: name, index } of source.matchAll(MARK)) {
    addText(message, source.slice(read, index))
    read = index + mark.length
    if (name !== undefined) message.i.push({ t: NAMED, k: name })
    else if (literal !== undefined) message.i.push({ t: LITERAL, v: literal })
    else cases.push((message = { t: MESSAGE, i: [] }))
  }
  addText(message, source.slice(read))
  if (cases.length > 1) cases.forEach(trimEnds)
  return cases
}

function addText(message: Message, text: string): void {
  if (text) message.i.push({ t: TEXT, v: text })
}

/** The spaces around a bar are not said. */
function trimEnds({ i: parts }: Message): void {
  const [first, last] = [parts[0], parts.at(-1)]
  if (first?.t === TEXT) first.v = first.v!.trimStart()
  if (last?.t === TEXT) last.v = last.v!.trimEnd()
}

/** Whatever vue-i18n throws has a number of its own above this one. */
export const COMPILE_ERROR_CODES_EXTEND_POINT = 17
export const CompileErrorCodes = {}

export function createCompileError(code: number): SyntaxError & { code: number } {
  return Object.assign(new SyntaxError(`i18n: ${code}`), { code })
}

export function defaultOnError(error: Error): never {
  throw error
}

/** Asked in development only. */
export const detectHtmlTag = (): boolean => false
