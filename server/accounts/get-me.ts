import type { MeView } from '#shared/accounts'
import { Unauthenticated } from '../errors.ts'
import { completePreferences } from './preferences.ts'
import { accountsSql } from './tables.ts'
import { User } from './user.model.ts'
import { writePendingProfile } from './write-profile.ts'

/** @throws Unauthenticated when the account is gone meanwhile */
export async function getMe(userId: string): Promise<MeView> {
  await writePendingProfile(userId)
  const [account, user] = await Promise.all([
    accountsSql()
      .selectFrom('accounts')
      .select(['email', 'role'])
      .where('id', '=', userId)
      .executeTakeFirst(),
    User.findById(userId).lean(),
  ])
  if (!account || !user) throw new Unauthenticated('This account is gone.')
  return {
    id: userId,
    firstName: user.firstName,
    lastName: user.lastName,
    username: user.username,
    email: account.email,
    birthDate: user.birthDate?.toISOString().slice(0, 10) ?? null,
    registrationDate: user.registrationDate.toISOString(),
    lastLoginDate: user.lastLoginDate?.toISOString() ?? null,
    profilePicture: user.profilePicture,
    onBoardingStatus: user.onBoardingStatus,
    emailVerificationCode: null,
    isAdmin: account.role === 'admin',
    role: account.role,
    // profiles of before have none
    bio: user.bio ?? '',
    preferences: completePreferences(user.preferences),
  }
}
