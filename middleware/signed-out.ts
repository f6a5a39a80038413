import { returnPath } from '~/composables/return-path'
import { useSession } from '~/composables/useSession'

/** Logging in, signing up: who is signed in already goes on to where they wanted to be. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { load, isSignedIn } = useSession()
  await load()
  if (isSignedIn.value) return navigateTo(returnPath(to.query.next), { replace: true })
})
