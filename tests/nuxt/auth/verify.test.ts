import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Verify from '~/pages/verify.vue'

const message = 'This code is wrong or no longer works. Ask for a new one.'
const resent = vi.fn()
registerEndpoint('/api/auth/session', () => ({ kind: 'guest', user: null }))
registerEndpoint('/api/auth/verify', {
  method: 'POST',
  handler(event) {
    setResponseStatus(event, 400)
    return { error: { code: 'invalid_input', message, requestId: 'r' } }
  },
})
registerEndpoint('/api/auth/resend-code', {
  method: 'POST',
  handler: () => (resent(), { status: 'code_sent' }),
})

describe('the page that asks for the code', () => {
  beforeEach(() => {
    sessionStorage.clear()
    clearNuxtState('pending-email')
    resent.mockClear()
  })

  it('knows the address from the sign-up, and asks for it on another device', async () => {
    const elsewhere = await mountSuspended(Verify)
    await flushPromises()
    expect(elsewhere.find('input[type=email]').exists()).toBe(true)

    sessionStorage.setItem('clipway:pending-email', 'magda@example.org')
    const here = await mountSuspended(Verify)
    await flushPromises()
    expect(here.find('input[type=email]').exists()).toBe(false)
    expect(here.text()).toContain('magda@example.org')
  })

  it('sends a complete code by itself, and says under the boxes that it is wrong', async () => {
    sessionStorage.setItem('clipway:pending-email', 'magda@example.org')
    const page = await mountSuspended(Verify, { attachTo: document.body })
    await flushPromises()
    await page.get('[name=code]').setValue('000000')
    await expect.poll(() => page.text()).toContain(message)
    page.unmount()
  })

  it('sends a new code only after a while', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    sessionStorage.setItem('clipway:pending-email', 'magda@example.org')
    const page = await mountSuspended(Verify)
    await flushPromises()
    const resend = page.findAll('button').find((button) => button.text().startsWith('Send a new code'))
    expect(resend?.attributes('disabled')).toBeDefined()
    vi.advanceTimersByTime(46_000)
    await flushPromises()
    expect(resend?.attributes('disabled')).toBeUndefined()
    vi.useRealTimers()
    await resend?.trigger('click')
    await expect.poll(() => page.text()).toContain('A new code is on its way')
    expect(resent).toHaveBeenCalledOnce()
  })
})
