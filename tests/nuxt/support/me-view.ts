import type { MeView } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'

export function meView(change: Partial<MeView> = {}): MeView {
  return {
    id: '0'.repeat(24),
    firstName: 'Magda',
    lastName: 'Nowak',
    username: 'magda',
    email: 'magda@example.org',
    birthDate: '1990-05-31',
    registrationDate: '2026-01-01T00:00:00.000Z',
    lastLoginDate: null,
    profilePicture: '',
    onBoardingStatus: 'done',
    emailVerificationCode: null,
    isAdmin: false,
    role: 'viewer',
    bio: '',
    preferences: DEFAULT_PREFERENCES,
    ...change,
  }
}
