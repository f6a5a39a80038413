import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What `t` gives in a language, for tests without an app around them: values by name, `one | many` by `count`. */
export function wordsOf(code: 'en' | 'de') {
  const messages = Object.assign(
    {},
    ...globSync(`i18n/locales/${code}/*.json`, { cwd: ROOT }).map((file) =>
      JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8')),
    ),
  ) as object
  return (key: string, values: Record<string, unknown> = {}): string => {
    const forms = messageAt(messages, key).split(' | ')
    const form = forms.length > 1 && values.count === 1 ? forms[0]! : forms.at(-1)!
    return form.replaceAll("{'@'}", '@').replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  }
}

function messageAt(messages: object, key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], messages)
  if (typeof found !== 'string') throw new Error(`no words for ${key}`)
  return found
}
