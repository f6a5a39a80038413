import type { Preferences, SessionView } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'

/** The person looking, as every page knows them. */
export function signInAs(
  username: string,
  id = 'a'.repeat(24),
  preferences: Preferences = DEFAULT_PREFERENCES,
): void {
  useState<SessionView | null>('session').value = {
    kind: 'user',
    user: {
      id,
      firstName: 'Ada',
      lastName: 'Silva',
      username,
      email: `${username}@example.org`,
      birthDate: null,
      registrationDate: '2026-11-01T12:00:00.000Z',
      lastLoginDate: null,
      profilePicture: '',
      onBoardingStatus: 'done',
      emailVerificationCode: null,
      isAdmin: false,
      role: 'viewer',
      bio: '',
      preferences,
    },
  }
}

export function signOut(): void {
  useState<SessionView | null>('session').value = { kind: 'guest', user: null }
}
