import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import DataExport from '~/components/settings/DataExport.vue'
import DeleteAccount from '~/components/settings/DeleteAccount.vue'
import EmailForm from '~/components/settings/EmailForm.vue'
import PasswordForm from '~/components/settings/PasswordForm.vue'
import PictureField from '~/components/settings/PictureField.vue'
import PreferencesForm from '~/components/settings/PreferencesForm.vue'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import type { DataExportView } from '#shared/personal-data'
import { ApiError } from '~/composables/api-error'
import { meView } from '../support/me-view'

const refusal = (status: number, path: string, message: string) =>
  new ApiError(status, { error: { code: 'x', message, requestId: 'r', details: [{ path, message }] } })

describe('the e-mail form', () => {
  it('asks for a code after the password, and closes when it is confirmed', async () => {
    const ask = vi.fn().mockResolvedValue(undefined)
    const confirm = vi.fn().mockResolvedValue(undefined)
    const form = await mountSuspended(EmailForm, {
      props: { email: 'magda@example.org', ask, confirm },
      attachTo: document.body,
    })
    await form.get('button').trigger('click')
    await form.get('[name=new-email]').setValue('new@example.org')
    await form.get('[name=password]').setValue('correct horse battery')
    await form.get('form').trigger('submit')
    await expect.poll(() => form.text()).toContain('new@example.org')
    expect(ask).toHaveBeenCalledWith({ email: 'new@example.org', password: 'correct horse battery' })
    await form.get('[name=code]').setValue('123 456')
    await expect.poll(() => confirm.mock.calls).toEqual([[{ code: '123456' }]])
    await expect.poll(() => form.find('form').exists()).toBe(false)
    form.unmount()
  })

  it('shows a wrong password under its field', async () => {
    const ask = vi.fn().mockRejectedValue(refusal(403, 'password', 'This is not your password.'))
    const form = await mountSuspended(EmailForm, {
      props: { email: 'magda@example.org', ask, confirm: vi.fn() },
      attachTo: document.body,
    })
    await form.get('button').trigger('click')
    await form.get('[name=new-email]').setValue('new@example.org')
    await form.get('[name=password]').setValue('wrong')
    await form.get('form').trigger('submit')
    await expect.poll(() => form.text()).toContain('This is not your password.')
    expect(form.get('[name=password]').attributes('aria-invalid')).toBe('true')
    form.unmount()
  })
})

describe('the password form', () => {
  it('says what ends, and sends both passwords', async () => {
    const save = vi.fn().mockResolvedValue(undefined)
    const form = await mountSuspended(PasswordForm, {
      props: { user: meView(), save },
      attachTo: document.body,
    })
    await form.get('button').trigger('click')
    expect(form.text()).toContain('Every other device is logged out')
    await form.get('[name=currentPassword]').setValue('the old one')
    await form.get('[name=newPassword]').setValue('four unrelated words')
    await form.get('form').trigger('submit')
    await expect
      .poll(() => save.mock.calls)
      .toEqual([[{ currentPassword: 'the old one', newPassword: 'four unrelated words' }]])
    form.unmount()
  })
})

describe('the preferences', () => {
  it('tell each choice as it is made', async () => {
    const form = await mountSuspended(PreferencesForm, { props: { preferences: DEFAULT_PREFERENCES } })
    const dataSaver = form.findAll('[role=switch]')[2]!
    expect(dataSaver.attributes('aria-checked')).toBe('false')
    await dataSaver.trigger('click')
    expect(form.emitted('change')).toEqual([[{ dataSaver: true }]])
    for (const control of form.findAll('[role=switch], [role=combobox]')) {
      const id = control.attributes('id')
      expect(form.find(`label[for="${id}"]`).exists(), id).toBe(true)
    }
  })
})

describe('the picture', () => {
  const pick = async (field: VueWrapper, file: File) => {
    const input = field.get('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
    await input.trigger('change')
  }

  it('is shown as a square before it is sent, and can still be cancelled', async () => {
    const save = vi.fn().mockResolvedValue(undefined)
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here')
    const field = await mountSuspended(PictureField, { props: { user: meView(), save, remove: vi.fn() } })
    await pick(field, new File(['x'], 'me.png', { type: 'image/png' }))
    expect(field.get('img').attributes('src')).toMatch(/^blob:/)
    await field.findAll('button').find((button) => button.text() === 'Cancel')!.trigger('click') // prettier-ignore
    expect(save).not.toHaveBeenCalled()
    await pick(field, new File(['x'], 'me.png', { type: 'image/png' }))
    await field.findAll('button').find((button) => button.text() === 'Use this picture')!.trigger('click') // prettier-ignore
    await flushPromises()
    expect(save).toHaveBeenCalledOnce()
  })

  it('says at once that a file is too large', async () => {
    const field = await mountSuspended(PictureField, {
      props: { user: meView(), save: vi.fn(), remove: vi.fn() },
    })
    const file = new File(['x'], 'me.png', { type: 'image/png' })
    Object.defineProperty(file, 'size', { value: 11 * 1024 * 1024 })
    await pick(field, file)
    expect(field.get('[role=alert]').text()).toContain('larger than 10 MB')
  })
})

describe('my data', () => {
  const view = (change: Partial<DataExportView>): DataExportView => ({
    state: 'none',
    progress: 0,
    includesVideos: false,
    createdAt: null,
    sizeBytes: null,
    expiresAt: null,
    downloadURL: null,
    ...change,
  })

  it('are asked for, show how far they are, and can be downloaded', async () => {
    const start = vi.fn().mockResolvedValue(undefined)
    const part = await mountSuspended(DataExport, { props: { dataExport: view({}), start } })
    await part.get('button:not([role=checkbox])').trigger('click')
    expect(start).toHaveBeenCalledWith(false)
    await part.setProps({ dataExport: view({ state: 'working', progress: 0.4 }) })
    expect(part.text()).toContain('being put together')
    await part.setProps({
      dataExport: view({ state: 'done', downloadURL: '/api/me/export', sizeBytes: 3 * 1024 ** 2 }),
    })
    expect(part.get('a').attributes('href')).toBe('/api/me/export')
    expect(part.get('a').text()).toBe('Download (3 MB)')
  })
})

describe('deleting the account', () => {
  it('says what goes and what stays, and asks for the password', async () => {
    const remove = vi.fn().mockResolvedValue(undefined)
    const part = await mountSuspended(DeleteAccount, {
      props: { username: 'magda', remove },
      attachTo: document.body,
    })
    await part.get('button').trigger('click')
    const dialog = () => document.querySelector('[role=dialog]')
    await expect.poll(() => dialog()?.textContent).toContain('What goes')
    expect(dialog()?.textContent).toContain('action log')
    const password = dialog()!.querySelector<HTMLInputElement>('[name=password]')!
    password.value = 'correct horse battery'
    password.dispatchEvent(new Event('input'))
    const button = [...dialog()!.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === 'Delete for good',
    )
    button!.click()
    await expect.poll(() => remove.mock.calls).toEqual([['correct horse battery']])
    part.unmount()
  })
})
