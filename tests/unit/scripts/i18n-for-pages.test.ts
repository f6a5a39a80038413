import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { i18nForPages } from '../../../scripts/build/i18n-for-pages.ts'

const { transform } = i18nForPages()
const PLUGIN = '@nuxtjs/i18n/dist/runtime/server/plugin.js'
const ID = `/node_modules/${PLUGIN}`

describe('languages are made ready for pages alone', () => {
  it('finds the hook of the i18n module that is installed', async () => {
    const path = fileURLToPath(new URL(`../../../node_modules/${PLUGIN}`, import.meta.url))
    const { code } = transform(await readFile(path, 'utf8'), ID)!
    const hook = /hook\("request", (async \(event\) => \{[^}]*\})/.exec(code)![1]!
    const begun: string[] = []
    const onRequest = new Function('isProgramPath', 'initializeI18nContext', `return ${hook}`)(
      (path: string) => path.startsWith('/api/'),
      ({ path }: { path: string }) => begun.push(path),
    ) as (event: { path: string }) => Promise<void>
    await onRequest({ path: '/api/videos' })
    await onRequest({ path: '/watch/1' })
    expect(begun).toEqual(['/watch/1'])
  })

  it('ends the build where the module is another', () => {
    expect(() => transform('export default () => {}', ID)).toThrow('look at its hook')
  })

  it('leaves other modules as they are', () => {
    expect(transform('export default 1', '/node_modules/h3/dist/index.mjs')).toBeUndefined()
  })
})
