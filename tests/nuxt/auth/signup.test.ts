import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { readBody, setResponseStatus, type H3Event } from 'h3'
import { beforeEach, describe, expect, it } from 'vitest'
import Signup from '~/pages/signup.vue'

const person = {
  firstName: 'Magda',
  lastName: 'Nowak',
  nickname: 'magda',
  email: 'magda@example.org',
  password: 'correct horse battery',
  birthDate: '1990-05-31',
}
const received: unknown[] = []
let answer: (event: H3Event) => unknown

registerEndpoint('/api/auth/session', () => ({ kind: 'guest', user: null }))
registerEndpoint('/api/auth/signup', {
  method: 'POST',
  async handler(event) {
    received.push(await readBody(event))
    return answer(event)
  },
})

async function open(): Promise<VueWrapper> {
  const page = await mountSuspended(Signup, { attachTo: document.body })
  await flushPromises()
  return page
}

async function fill(page: VueWrapper, values: Partial<typeof person>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.get(`[name=${name}]`).setValue(value)
}

async function submit(page: VueWrapper): Promise<void> {
  await page.get('form').trigger('submit')
  await expect
    .poll(() => page.find('[data-slot=error], [role=alert]').exists() || received.length > 0)
    .toBe(true)
}

describe('the sign-up form', () => {
  beforeEach(() => {
    received.length = 0
    answer = () => ({ status: 'code_sent' })
  })

  it('asks for what is missing, in plain words, without asking the server', async () => {
    const page = await open()
    await fill(page, { firstName: 'Magda', email: 'nobody', password: 'short' })
    await submit(page)
    expect(page.text()).toContain('This does not look like an e-mail address')
    expect(page.text()).toContain('at least 10 characters')
    expect(received).toEqual([])
    page.unmount()
  })

  it('moves to the first wrong field', async () => {
    const page = await open()
    await fill(page, { ...person, lastName: '', email: '' })
    await submit(page)
    await expect.poll(() => document.activeElement?.getAttribute('name')).toBe('lastName')
    page.unmount()
  })

  it('says nothing before the first try, and takes a message back while typing', async () => {
    const page = await open()
    await fill(page, { ...person, email: 'nobody' })
    await page.get('[name=email]').trigger('blur')
    await page.get('[name=email]').trigger('change')
    await flushPromises()
    expect(page.text()).not.toContain('does not look like')
    await submit(page)
    await expect.poll(() => page.text()).toContain('does not look like')
    await fill(page, { email: 'magda@example.org' })
    await expect.poll(() => page.text()).not.toContain('does not look like')
    page.unmount()
  })

  it('shows what the server refuses under the field it names, and moves there', async () => {
    answer = (event) => {
      setResponseStatus(event, 409)
      const details = [{ path: 'username', message: 'is taken' }]
      return { error: { code: 'conflict', message: 'This username is taken.', requestId: 'r', details } }
    }
    const page = await open()
    await fill(page, person)
    await submit(page)
    await expect.poll(() => page.text()).toContain('is taken')
    await expect.poll(() => document.activeElement?.getAttribute('name')).toBe('nickname')
    page.unmount()
  })

  it('is sent once, however often it is submitted', async () => {
    let finish: (value: unknown) => void = () => {}
    answer = () => new Promise((resolve) => (finish = resolve))
    const page = await open()
    await fill(page, person)
    await submit(page)
    await page.get('form').trigger('submit')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(received).toHaveLength(1)
    expect(received[0]).toEqual({
      firstName: 'Magda',
      lastName: 'Nowak',
      username: 'magda',
      email: 'magda@example.org',
      password: 'correct horse battery',
      birthDate: '1990-05-31',
    })
    finish({ status: 'code_sent' })
    page.unmount()
  })

  it('tells a password manager what is what', async () => {
    const page = await open()
    expect(page.get('[name=email]').attributes('autocomplete')).toBe('username')
    expect(page.get('[name=password]').attributes('autocomplete')).toBe('new-password')
    page.unmount()
  })

  it('shows the password on request', async () => {
    const page = await open()
    await page.get('[aria-label="Show password"]').trigger('click')
    expect(page.get('[name=password]').attributes('type')).toBe('text')
    page.unmount()
  })
})
