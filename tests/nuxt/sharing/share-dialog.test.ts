import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ShareDialog from '~/components/sharing/ShareDialog.vue'
import { signInAs, signOut } from '../support/session'

const thing = { kind: 'video', id: 'e'.repeat(24), title: 'Bees' } as const
const JAN = { id: 'd'.repeat(24), username: 'jan', name: 'Jan Kowal', profilePicture: '' }
const sent = vi.fn<(body: unknown) => void>()
registerEndpoint('/api/relationships', () => ({
  items: [{ id: 'c'.repeat(24), person: JAN, status: 'accepted', isMine: true }],
  nextCursor: null,
}))
registerEndpoint('/api/shares', {
  method: 'POST',
  handler: async (event) => {
    sent(await readBody(event))
    return { id: 'f'.repeat(24) }
  },
})

beforeEach(() => {
  document.body.innerHTML = ''
  sent.mockReset()
  clearNuxtData()
  signInAs('me')
})

const open = (props = {}) =>
  mountSuspended(ShareDialog, { props: { thing, seconds: 83, isPrivate: false, open: true, ...props } })
// a dialog stands beside the component, at the end of the page
const find = <Kind extends Element>(selector: string) => document.querySelector<Kind>(selector)

describe('the share dialog', () => {
  it('gives the link, and the moment that plays when asked', async () => {
    await open()
    await vi.waitFor(() => expect(find<HTMLInputElement>('[aria-label="Link"]')?.value).toContain(`/watch/${thing.id}`)) // prettier-ignore
    expect(find<HTMLInputElement>('[aria-label="Link"]')?.value).not.toContain('t=')
    find<HTMLButtonElement>('[role="checkbox"]')?.click()
    await vi.waitFor(() => expect(find<HTMLInputElement>('[aria-label="Link"]')?.value).toContain('?t=83'))
  })

  it('sends it to a connection, once', async () => {
    await open()
    await vi.waitFor(() => expect(find('[aria-label="Send to Jan Kowal"]')).not.toBeNull())
    find<HTMLButtonElement>('[aria-label="Send to Jan Kowal"]')?.click()
    await vi.waitFor(() =>
      expect(find<HTMLButtonElement>('[aria-label="Send to Jan Kowal"]')?.disabled).toBe(true),
    )
    await vi.waitFor(() => expect(find('[aria-label="Send to Jan Kowal"]')?.textContent).toContain('Sent'))
    expect(sent.mock.calls).toEqual([[{ username: 'jan', videoId: thing.id, message: '' }]])
  })

  it('gives the code to show it on another site, from the moment that was asked for', async () => {
    await open({ thing: { ...thing, title: 'Bees "&" wasps', duration: 300 } })
    const code = () => find<HTMLTextAreaElement>('[aria-label="Code to embed"]')?.value
    const press = (name: string) =>
      Array.from(document.querySelectorAll('button'))
        .find((button) => button.textContent?.trim() === name)
        ?.click()
    await vi.waitFor(() => expect(find('[role="checkbox"]')).not.toBeNull())
    press('Embed')
    await vi.waitFor(() => expect(code()).toContain(`/embed/${thing.id}"`))
    expect(code()).toContain('title="Bees &quot;&amp;&quot; wasps"')
    find<HTMLButtonElement>('[role="checkbox"]')?.click()
    await vi.waitFor(() => expect(code()).toContain(`/embed/${thing.id}?t=83"`))
    press('QR code')
    await vi.waitFor(() => expect(find('[role="img"][aria-label*="QR code"]')).not.toBeNull())
    expect(code()).toBeUndefined()
  })

  it('offers a guest the link alone, and says of a private video whom it serves', async () => {
    signOut()
    await open({ isPrivate: true })
    await vi.waitFor(() => expect(document.body.textContent).toContain('the link works for you alone'))
    expect(document.body.textContent).not.toContain('Send to a connection')
    expect(document.body.textContent).not.toContain('Embed')
  })
})
