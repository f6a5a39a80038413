import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import TokenForm from '~/components/settings/TokenForm.vue'
import TokenReveal from '~/components/settings/TokenReveal.vue'

describe('the form for an API token', () => {
  it('offers the scopes that the role allows, and no others', async () => {
    const form = await mountSuspended(TokenForm, { props: { scopes: ['read', 'write'], create: vi.fn() } })
    expect(form.findAll('[role=checkbox]')).toHaveLength(2)
    expect(form.text()).not.toContain('Administer')
  })

  it('asks for a name, then sends what was chosen', async () => {
    const create = vi.fn().mockResolvedValue(undefined)
    const form = await mountSuspended(TokenForm, {
      props: { scopes: ['read', 'write'], create },
      attachTo: document.body,
    })
    await form.get('form').trigger('submit')
    await expect.poll(() => form.text()).toContain('Please fill this in')
    await form.get('[name=token-name]').setValue('backup script')
    await form.get('form').trigger('submit')
    await expect
      .poll(() => create.mock.calls)
      .toEqual([[{ name: 'backup script', scopes: ['read'], expiresInDays: 90 }]])
    form.unmount()
  })
})

describe('a new token', () => {
  it('is copied in one click', async () => {
    const writeText = vi.fn().mockResolvedValue(undefined)
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
    const reveal = await mountSuspended(TokenReveal, { props: { token: 'clipway_abc' } })
    await reveal.get('button').trigger('click')
    await flushPromises()
    expect(writeText).toHaveBeenCalledWith('clipway_abc')
    expect(reveal.text()).toContain('Copied')
    vi.unstubAllGlobals()
  })
})
