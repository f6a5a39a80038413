import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { leanScripts } from '../../../scripts/build/lean-scripts.ts'

const plugin = leanScripts()

describe('what the browser is spared', () => {
  it('gives the window itself to who imports it, and leaves it to those who require it', () => {
    const id = plugin.resolveId('global/window', undefined, { kind: 'import-statement' })!
    expect(plugin.load(id)).toBe('export default globalThis.window')
    expect(plugin.resolveId('global/window', undefined, { kind: 'require-call' })).toBeUndefined()
  })

  it('has no reader of MPEG-DASH, which says so', async () => {
    const path = plugin.resolveId('mpd-parser', undefined, {})!
    const { parse } = (await import(path)) as { parse: () => never }
    expect(parse).toThrow('MPEG-DASH')
  })

  it('exports what video.js asks of that reader', async () => {
    const videojs = await read('video.js/dist/video.es.js')
    const names = /import \{ ([^}]+) \} from 'mpd-parser'/.exec(videojs)![1]!.split(', ')
    const given = (await import(plugin.resolveId('mpd-parser', undefined, {})!)) as object
    expect(Object.keys(given).sort()).toEqual(names.sort())
  })

  it('finds the error in the tailwind-variants that is installed', async () => {
    const path = 'tailwind-variants/dist/index.js'
    const { code } = plugin.transform(await read(path), `/node_modules/${path}`)!
    expect(code).not.toContain('"lineNumber" in error')
  })
})

function read(path: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url)), 'utf8')
}
