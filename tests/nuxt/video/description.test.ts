import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import Description from '~/components/video/Description.vue'

const open = (text: string) => mountSuspended(Description, { props: { text, duration: 100 } })

describe('a description', () => {
  it('shows markup as text', async () => {
    const description = await open('<img src=x onerror=alert(1)> & more')
    expect(description.find('img').exists()).toBe(false)
    expect(description.text()).toContain('<img src=x onerror=alert(1)> & more')
  })

  it('opens links elsewhere without telling where from', async () => {
    const link = (await open('see https://example.org/x.')).get('a')
    expect(link.attributes()).toMatchObject({ href: 'https://example.org/x', target: '_blank' })
    expect(link.attributes('rel')).toContain('noopener')
  })

  it('asks for the time that was clicked', async () => {
    const description = await open('the pair at 1:05')
    await description.get('button').trigger('click')
    expect(description.emitted('seek')).toEqual([[65]])
  })

  it('folds what is long', async () => {
    const description = await open('word '.repeat(100))
    const fold = description.get('button[aria-expanded]')
    expect(fold.attributes('aria-expanded')).toBe('false')
    await fold.trigger('click')
    expect(fold.attributes('aria-expanded')).toBe('true')
  })
})
