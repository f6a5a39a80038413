import type { z } from 'zod'
import type {
  ChangeEmailBody,
  ChangePasswordBody,
  ConfirmEmailBody,
  MeView,
  UpdateMeBody,
} from '#shared/accounts'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'
import { sendBytes } from '~/composables/send-bytes'

/** What people change about their own account; every one shows on the whole page at once. */
export function useAccount() {
  const api = useApi()
  const { change } = useSession()

  async function updateProfile(body: UpdateMeBody): Promise<void> {
    change(await api<MeView>('/api/me', { method: 'PATCH', body }))
  }

  /** `onProgress`: 0 to 1 of the bytes sent. */
  async function setPicture(file: Blob, onProgress: (share: number) => void): Promise<void> {
    change(await sendBytes<MeView>('/api/me/picture', file, onProgress))
  }

  async function removePicture(): Promise<void> {
    change(await api<MeView>('/api/me/picture', { method: 'DELETE' }))
  }

  async function changePassword(body: z.output<typeof ChangePasswordBody>): Promise<void> {
    await api('/api/me/password', { method: 'POST', body })
  }

  async function changeEmail(body: z.output<typeof ChangeEmailBody>): Promise<void> {
    await api('/api/me/email', { method: 'POST', body })
  }

  async function confirmEmail(body: z.output<typeof ConfirmEmailBody>): Promise<void> {
    change(await api<MeView>('/api/me/email/confirm', { method: 'POST', body }))
  }

  /** Ends on a fresh page: nothing of this person's stays in the tab's memory. */
  async function deleteAccount(password: string): Promise<void> {
    await api('/api/me', { method: 'DELETE', body: { password } })
    await navigateTo('/', { external: true })
  }

  return {
    updateProfile,
    setPicture,
    removePicture,
    changePassword,
    changeEmail,
    confirmEmail,
    deleteAccount,
  }
}
