const YEAR_SECONDS = 60 * 60 * 24 * 365

/** The wide picture above the page, remembered in this browser; by a cookie, so that the server already lays it out. */
export function useTheatre() {
  const cookie = useCookie('clipway-theatre', { maxAge: YEAR_SECONDS, sameSite: 'lax', default: () => '' })
  const isTheatre = computed(() => String(cookie.value) === '1')
  return { isTheatre, toggle: () => (cookie.value = isTheatre.value ? '' : '1') }
}
