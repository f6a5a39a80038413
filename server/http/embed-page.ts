const EMBED_PAGE = /^\/embed\/(?:clips\/)?[0-9a-f]{24}(?:\?|$)/

/** The player page that other sites may show in a frame; it has nothing to be tricked into pressing. */
export function isEmbedPage(path: string): boolean {
  return EMBED_PAGE.test(path)
}
