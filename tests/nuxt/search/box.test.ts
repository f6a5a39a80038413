import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SearchBox } from '#components'

const asked: string[] = []
registerEndpoint('/api/search/suggestions', {
  handler: (event) => {
    const q = new URL(event.path, 'http://x').searchParams.get('q') ?? ''
    asked.push(q)
    return {
      items: [
        { kind: 'topic', text: 'Bees', url: '/topics/bees' },
        { kind: 'video', text: 'Bees in spring', url: '/watch/1' },
      ],
    }
  },
})

beforeEach(() => {
  localStorage.clear()
  asked.length = 0
})
afterEach(() => vi.useRealTimers())

async function mountBox() {
  const box = await mountSuspended(SearchBox, { props: { question: '' }, attachTo: document.body })
  const field = box.get('input')
  const key = (name: string) => field.trigger('keydown', { key: name })
  const options = () => box.findAll('[role=option]')
  const chosen = () => box.find('[aria-selected=true]')
  const type = async (text: string) => {
    await field.setValue(text)
    await vi.waitFor(() => expect(options().length).toBeGreaterThan(0), { timeout: 3000 })
  }
  return { box, field, key, options, chosen, type }
}

describe('the search box', () => {
  it('asks once after a pause, and tells the list to who cannot see it', async () => {
    const { field, options, type } = await mountBox()
    expect(field.attributes()).toMatchObject({ role: 'combobox', 'aria-expanded': 'false' })
    await field.setValue('b')
    await field.setValue('be')
    await type('bee')
    expect(asked).toEqual(['bee'])
    expect(field.attributes('aria-expanded')).toBe('true')
    // the first list brings its code along
    const texts = () => options().map((option) => option.text())
    await vi.waitFor(() => expect(texts()).toEqual(['Beestopic', 'Bees in springvideo']))
  })

  it('goes through the list by the arrows and back to what was typed', async () => {
    const { box, field, key, chosen, type } = await mountBox()
    await type('bee')
    await key('ArrowDown')
    expect(field.attributes('aria-activedescendant')).toBe(chosen().attributes('id'))
    await key('ArrowDown')
    await key('Enter')
    expect(box.emitted('go')).toEqual([['/watch/1']])
    await type('bees')
    await key('ArrowUp')
    await key('ArrowDown')
    expect(chosen().exists()).toBe(false)
    await key('Enter')
    expect(box.emitted('search')).toEqual([['bees']])
  })

  it('closes by Escape, then empties', async () => {
    const { field, key, type } = await mountBox()
    await type('bee')
    await key('Escape')
    expect(field.attributes('aria-expanded')).toBe('false')
    expect(field.element.value).toBe('bee')
    await key('Escape')
    expect(field.element.value).toBe('')
  })

  it('remembers here what was searched, and forgets it', async () => {
    const { box, field, key, options } = await mountBox()
    await field.setValue('  spring  ')
    await key('Enter')
    expect(box.emitted('search')).toEqual([['spring']])
    await field.setValue('')
    await field.trigger('click')
    expect(options().map((option) => option.text())).toEqual(['springsearched before'])
    await box.findAll('button').at(-1)!.trigger('click')
    expect(options()).toHaveLength(0)
    expect(localStorage.getItem('clipway:recent-searches')).toBe('[]')
  })

  it('never takes what is suggested for HTML', async () => {
    const { box, type } = await mountBox()
    await type('bee')
    expect(box.find('mark').text()).toBe('Bees')
    expect(box.html()).not.toContain('<b>')
  })
})
