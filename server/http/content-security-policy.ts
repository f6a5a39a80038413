/**
 * What a page may load, and from where. `mediaOrigin`: an object store to which media requests are redirected;
 * `isEmbed`: other sites show it in a frame.
 */
export function contentSecurityPolicy(page: {
  nonce: string
  mediaOrigin?: string
  isEmbed?: boolean
  isSecure: boolean
}): string {
  const media = page.mediaOrigin ? [page.mediaOrigin] : []
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${page.nonce}'`],
    // the colour mode brings a style element at run time and has no way to give it a nonce; styles run nothing
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...media],
    'font-src': ["'self'", 'data:'],
    // the player feeds media source extensions through blob: and parses segments in a worker
    'media-src': ["'self'", 'blob:', ...media],
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", ...media],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-src': ["'none'"],
    'frame-ancestors': [page.isEmbed ? '*' : "'none'"],
    ...(page.isSecure && { 'upgrade-insecure-requests': [] }),
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}

/** For answers that are no pages: whatever they hold, a browser that shows it loads and runs nothing. */
export const DOCUMENTLESS_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
