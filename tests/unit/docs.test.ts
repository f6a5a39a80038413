import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('every setting that the server reads stands on the configuration page, and no other', () => {
  const settings = [...read('server/config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
    (match) => match[1],
  )
  const documented = [...read('content/docs/configuration.md').matchAll(/^\|([^|]+)\|/gm)].flatMap((row) =>
    [...row[1]!.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map((match) => match[1]),
  )
  expect(settings.length).toBeGreaterThan(20)
  const alsoNamed = read('content/docs/configuration.md')
  for (const name of settings) expect(alsoNamed, `${name} is not documented`).toContain(`\`${name}\``)
  for (const name of documented) expect(settings, `${name} is documented but not read`).toContain(name)
})

test('every command that the docs and the README name exists', () => {
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
  for (const page of [
    'README.md',
    'content/docs/testing.md',
    'content/docs/index.md',
    'content/docs/action-log.md',
  ])
    for (const [, name] of read(page).matchAll(/npm run ([\w:-]+)/g)) expect(scripts, page).toContain(name)
})
