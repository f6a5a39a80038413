import type { Preferences } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import type { UserActor } from './actor.ts'
import { User } from './user.model.ts'
import { writePendingProfile } from './write-profile.ts'

/** How somebody wants the site to be; the defaults where they said nothing, or are gone. */
export async function readPreferences(userId: string): Promise<Preferences> {
  const user = await User.findById(userId, { preferences: 1 }).lean()
  return completePreferences(user?.preferences)
}

/** Replaces them all. Only what differs is stored, so that a default which changes one day reaches who never chose. */
export async function savePreferences(actor: UserActor, chosen: Preferences): Promise<Preferences> {
  await writePendingProfile(actor.userId)
  const own = Object.entries(chosen).filter(
    ([key, value]) => DEFAULT_PREFERENCES[key as keyof Preferences] !== value,
  )
  await User.updateOne({ _id: actor.userId }, { $set: { preferences: Object.fromEntries(own) } })
  return chosen
}

/** `stored` as in the profile: only what differs from the defaults. */
export function completePreferences(stored: unknown): Preferences {
  const own = { ...DEFAULT_PREFERENCES, ...(stored as StoredPreferences | undefined) }
  return { ...own, autoplay: autoplayOf(own.autoplay) }
}

type StoredPreferences = Partial<Omit<Preferences, 'autoplay'>> & {
  autoplay?: Preferences['autoplay'] | boolean
}

/** Profiles written before there was a choice of what follows say yes or no. */
function autoplayOf(stored: Preferences['autoplay'] | boolean): Preferences['autoplay'] {
  if (typeof stored === 'string') return stored
  return stored ? 'on' : 'off'
}
