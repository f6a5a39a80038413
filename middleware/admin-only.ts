import { useSession } from '~/composables/useSession'

/** Pages of the administration: others log in first, or find nothing there. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { load, isSignedIn, user } = useSession()
  await load()
  if (!isSignedIn.value) return navigateTo({ name: 'login', query: { next: to.fullPath } })
  if (!user.value?.isAdmin)
    return abortNavigation(createError({ statusCode: 404, statusMessage: 'Not found' }))
})
