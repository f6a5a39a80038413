import { describe, expect, it } from 'vitest'
import { paintFirst } from '../../../server/http/paint-first.ts'

const ENTRY = '<script type="module" src="/_nuxt/Cuk5IX20.js" crossorigin></script>'

function headOf(chunk: string): string {
  const html = { head: [chunk] }
  paintFirst(html)
  return html.head[0]!
}

describe('a page is painted before its scripts begin', () => {
  it('begins the entry after the first frame, not as soon as it is there', () => {
    const head = headOf(`<title>Clipway</title>${ENTRY}`)
    expect(head).toContain('<title>Clipway</title><script type="module">')
    expect(head).not.toContain('src=')
    expect(head).toContain('import("/_nuxt/Cuk5IX20.js")')
  })

  it('writes a script that runs', () => {
    const [, script = ''] = /<script type="module">(.*)<\/script>/s.exec(headOf(ENTRY)) ?? []
    expect(() => new Function(script.replace('import(', 'load('))).not.toThrow()
  })

  it('fetches scripts, all at once, when the style sheet and the picture have come', () => {
    const head = headOf(
      `<link rel="stylesheet" href="/_nuxt/a.css" crossorigin><link rel="modulepreload" as="script" crossorigin href="/_nuxt/b.js">${ENTRY}`,
    )
    expect(head).toContain('<link rel="stylesheet" href="/_nuxt/a.css" crossorigin><script type="module">')
    expect(head).toContain('const parts=["/_nuxt/b.js"]')
  })

  it('spares a first visit the error by which the router learns that nothing was scrolled yet', () => {
    const [, guard = ''] = /(try\{sessionStorage.*?catch\{\})/.exec(headOf(ENTRY)) ?? []
    const ask = (kept: Record<string, string>) => {
      new Function('sessionStorage', guard)(kept)
      return kept['vue-router:scroll']
    }
    expect(ask({})).toBe('{}')
    expect(ask({ 'vue-router:scroll': '{"1":{}}' })).toBe('{"1":{}}')
  })

  const button = { form: null }
  const field = { closest: () => null, form: { querySelector: () => button } }
  const click = { type: 'click', isTrusted: true, target: { closest: () => button } }
  const send = { type: 'keydown', isTrusted: true, key: 'Enter', ctrlKey: true, target: field }

  it.each([
    ['gives the last button that was pressed, once nothing more is noted', click, true],
    ['gives the button of the form that a key was to send', send, true],
    ['leaves a press that the page itself answered', { ...click, _vts: 1 }, false],
    ['leaves a key that the page itself answered', { ...send, _vts: 1 }, false],
    ['leaves a press that nobody made', { ...click, isTrusted: false }, false],
    ['leaves a key that ends a line', { ...send, ctrlKey: false }, false],
    ['leaves a key that is in no form', { ...send, target: { closest: () => null } }, false],
  ])('%s', (_name, event, isGiven) => {
    const [, keep = ''] = /(const early=.*?)try\{/s.exec(headOf(ENTRY)) ?? []
    const listeners = new Map<string, (event: object) => void>()
    const page = { takeEarlyPress: () => null as object | null }
    const listen = (type: string, listener: (event: object) => void) => listeners.set(type, listener)
    new Function('addEventListener', 'window', keep)(listen, page)
    expect(page.takeEarlyPress()).toBeNull()
    listeners.get(event.type)!(event)
    expect(page.takeEarlyPress()).toBe(isGiven ? button : null)
  })

  it('leaves a page without scripts as it is', () => {
    expect(headOf('<title>Clipway</title>')).toBe('<title>Clipway</title>')
  })
})
