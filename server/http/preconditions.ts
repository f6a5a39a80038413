import type { IncomingHttpHeaders } from 'node:http'

export type Precondition = 'proceed' | 'not_modified' | 'failed'

/**
 * RFC 9110, 13.2.2, for a representation that has a strong ETag and no date: the date conditions never hold.
 * `etag` with its quotes.
 */
export function evaluatePreconditions(headers: IncomingHttpHeaders, etag: string): Precondition {
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined && !names(ifMatch, etag, 'strong')) return 'failed'
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined && names(ifNoneMatch, etag, 'weak')) return 'not_modified'
  return 'proceed'
}

/** A range of something else than the client has the rest of would be joined to garbage (RFC 9110, 13.1.5). */
export function rangeApplies(headers: IncomingHttpHeaders, etag: string): boolean {
  const ifRange = headers['if-range']
  return ifRange === undefined || ifRange === etag
}

function names(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some((tag) => tag === etag || (comparison === 'weak' && tag === `W/${etag}`))
}
