/**
 * Where to go after logging in: a path of this site, or home.
 * Anything that a browser could read as another origin is refused: `//host`, `/\host`, a scheme, control characters
 * (WHATWG URL, 4.4: tabs and line breaks are dropped, a backslash counts as a slash).
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(wanted, here)
  if (!url || url.origin !== here) return '/'
  const path = url.pathname + url.search + url.hash
  // `/..//host` is of this origin as it stands, but starts another one when it is read again
  return path.startsWith('//') || AUTH_PATHS.has(url.pathname) ? '/' : path
}

/** Nobody wants to come back to these. */
const AUTH_PATHS = new Set(['/login', '/signup', '/verify', '/forgot', '/reset'])
