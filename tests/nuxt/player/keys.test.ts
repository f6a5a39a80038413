import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlayerCommand } from '~/composables/player/keyboard'
import { usePlayerKeys } from '~/composables/player/usePlayerKeys'
import { signOut } from '../support/session'

let commands: PlayerCommand['kind'][] = []
let hasWork = true

async function open() {
  const Page = defineComponent({
    setup() {
      const container = useTemplateRef<HTMLElement>('container')
      usePlayerKeys(container, (command) => {
        commands.push(command.kind)
        return hasWork
      })
      return () =>
        h('div', [
          h('section', { ref: 'container', id: 'player', tabindex: -1 }, [h('button', { id: 'button' })]),
          h('input', { id: 'text' }),
          h('input', { id: 'range', type: 'range' }),
          h('div', { role: 'dialog' }, [h('button', { id: 'in-dialog' })]),
        ])
    },
  })
  return mountSuspended(Page, { attachTo: document.body })
}

function press(on: string, key: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  ;(document.querySelector(on) ?? document.body).dispatchEvent(event)
  return event.defaultPrevented
}

beforeEach(() => {
  signOut()
  localStorage.clear()
  commands = []
  hasWork = true
})
afterEach(() => (useState('guest-shortcuts').value = true))

describe('keys of the page', () => {
  it.each([
    ['body', 'k', ['togglePlay']],
    ['#player', ' ', ['togglePlay']],
    ['#button', ' ', []],
    ['#button', 'k', ['togglePlay']],
    ['#text', 'k', []],
    ['#text', 'ArrowLeft', []],
    ['#range', 'ArrowLeft', []],
    ['#range', 'm', ['toggleMute']],
    ['#in-dialog', 'm', []],
    ['body', 'ArrowUp', []],
    ['#player', 'ArrowUp', ['changeVolume']],
    ['body', 'Home', []],
    ['#button', 'Home', ['seekToShare']],
  ])('on %s, %s: %o', async (on, key, expected) => {
    const page = await open()
    expect(press(on, key)).toBe(expected.length > 0)
    expect(commands).toEqual(expected)
    page.unmount()
  })

  it('stay the browser’s where they do nothing', async () => {
    hasWork = false
    const page = await open()
    expect(press('body', 'ArrowLeft', { ctrlKey: true })).toBe(false)
    page.unmount()
  })

  it('of one sign do nothing once they are turned off; the others go on', async () => {
    const page = await open()
    useState('guest-shortcuts').value = false
    for (const key of ['k', '5', '?', ',']) press('body', key)
    expect(commands).toEqual([])
    for (const key of [' ', 'ArrowLeft', 'Escape']) press('body', key)
    press('body', 'p', { altKey: true })
    expect(commands).toEqual(['togglePlay', 'seekBy', 'leave', 'togglePictureInPicture'])
    page.unmount()
  })
})
