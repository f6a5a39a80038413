/** Says a sentence of the server's in the reader's language; one that is not known stays as it is. */
export type Say = (sentence: string) => string

const FILES = import.meta.glob<Record<string, string>>('../i18n/answers/*.json', { import: 'default' })
const asItIs: Say = (sentence) => sentence
const loaded = new Map<string, Promise<Say>>()

/**
 * The server answers in English, which is its contract. For another language its sentences are looked up when the first
 * of them is to be shown (i18n/answers/<code>.json; `{name}` stands for what differs from time to time).
 */
export function loadAnswers(code: string): Promise<Say> {
  const load = FILES[`../i18n/answers/${code}.json`]
  if (!load) return Promise.resolve(asItIs)
  const say = loaded.get(code) ?? load().then(sayFrom)
  loaded.set(code, say)
  // a network that is away may be back for the next one
  return say.catch(() => {
    loaded.delete(code)
    return asItIs
  })
}

/** @param answers English sentence -> the same in another language */
export function sayFrom(answers: Record<string, string>): Say {
  const patterns = Object.keys(answers).filter((sentence) => sentence.includes('{')).map(patternOf) // prettier-ignore
  return (sentence) => {
    const exact = Object.hasOwn(answers, sentence) ? answers[sentence] : undefined
    if (exact !== undefined) return exact
    for (const { template, pattern } of patterns) {
      const values = pattern.exec(sentence)?.groups
      if (values) return answers[template]!.replaceAll(PLACEHOLDER, (_, name: string) => values[name] ?? '')
    }
    return sentence
  }
}

const PLACEHOLDER = /\{(\w+)\}/g

function patternOf(template: string): { template: string; pattern: RegExp } {
  const source = template
    .split(PLACEHOLDER)
    .map((part, index) =>
      index % 2 === 1 ? `(?<${part}>.+?)` : part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'),
    )
    .join('')
  return { template, pattern: new RegExp(`^${source}$`, 's') }
}
