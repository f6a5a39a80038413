import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import keepTyped from '~/plugins/keep-typed.client'

let field: HTMLTextAreaElement
let comeAlive: () => void
const heard = vi.fn<(text: string) => void>()

beforeEach(() => {
  heard.mockReset()
  field = document.body.appendChild(document.createElement('textarea'))
})
afterEach(() => field.remove())

function begin(): void {
  const hookOnce = (_name: string, then: () => void) => (comeAlive = then)
  void keepTyped({ hooks: { hookOnce } } as never)
}

/** The part that the field belongs to. */
function listen(): void {
  field.addEventListener('input', () => heard(field.value))
}

describe('what is typed before a page is alive', () => {
  it('is put back where the page took it away, and said to its part', () => {
    field.value = 'How they dance'
    begin()
    listen()
    field.value = ''
    comeAlive()
    expect(heard.mock.calls).toEqual([['How they dance']])
  })

  it('is said to its part also where the field shows it still', () => {
    begin()
    field.value = 'How they dance'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    listen()
    comeAlive()
    expect(heard.mock.calls).toEqual([['How they dance']])
    expect(field.value).toBe('How they dance')
  })

  it('says nothing of fields that nobody typed into', () => {
    begin()
    listen()
    comeAlive()
    expect(heard).not.toHaveBeenCalled()
  })
})
