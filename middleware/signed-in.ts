import { useSession } from '~/composables/useSession'

/** Pages for people with an account: others log in first and come back. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { load, isSignedIn } = useSession()
  await load()
  if (!isSignedIn.value) return navigateTo({ name: 'login', query: { next: to.fullPath } })
})
