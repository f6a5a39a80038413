import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const SOURCES = ['{components,layouts,pages}/**/*.vue', '*.vue', 'assets/css/*.css']
/** Classes that name a side of the screen; those that name the start or the end of a line turn round with the language. */
const PHYSICAL =
  /^-?(?:m[lr]|p[lr]|scroll-[mp][lr]|left|right)-|^(?:rounded-(?:[lr]|[tb][lr])|border-[lr])(?:-|$)|^(?:text|float)-(?:left|right)$/
const CENTRED = /^(?:left|right)-1\/2$/
const DECLARATION =
  /(?:^|[\s;{'"`])(?:margin|padding|border)-(?:left|right)\s*:|(?:^|[;{]\s*|\n\s*)(?:left|right)\s*:\s*[^,\s]/
/** Media play from left to right in every language, and what measures them follows. */
const LEFT_TO_RIGHT = /^components\/(?:player|feed\/Scrubber|studio\/timeline)/
const DIRECTIONAL = /i-lucide-(?:arrow|chevron|chevrons)-(?:left|right)(?![\w-])/

function sources(): { file: string; text: string }[] {
  return SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((file) => !LEFT_TO_RIGHT.test(file))
    .map((file) => ({ file, text: readFileSync(`${ROOT}/${file}`, 'utf8') }))
}

it('names the start and the end of a line, not the left and the right', () => {
  const physical = sources().flatMap(({ file, text }) => {
    const classes = text
      .split(/[\s"'`]+/)
      .filter((token) => PHYSICAL.test(token.slice(token.lastIndexOf(':') + 1)))
      .filter((token) => !CENTRED.test(token.slice(token.lastIndexOf(':') + 1)))
    const styles = [...text.matchAll(/<style[\s\S]*?<\/style>|\sstyle="[^"]*"/g)].filter(([style]) => DECLARATION.test(style)) // prettier-ignore
    return [...classes, ...styles.map(([style]) => style)].map((found) => `${file}: ${found}`)
  })
  expect(physical).toEqual([])
})

it('turns arrows round with the language', () => {
  const still = sources()
    .filter(
      ({ file, text }) =>
        file.endsWith('.vue') && DIRECTIONAL.test(text) && !text.includes('rtl:-scale-x-100'),
    ) // prettier-ignore
    .map(({ file }) => file)
  expect(still).toEqual([])
})
