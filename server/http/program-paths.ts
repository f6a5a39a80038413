const PROGRAM_PATHS = /^\/(?:api|cdn)(?:\/|$)|^\/(?:metrics|healthz|readyz)$/

/** What programs read: everything but pages and the files that pages are made of. */
export function isProgramPath(path: string): boolean {
  return PROGRAM_PATHS.test(path.split('?')[0] ?? '')
}
