/** Value of the header `link` (RFC 8288) that names the next page of a list whose body has no room for a cursor. */
export function nextPageLink(path: string, limit: number, cursor: string): string {
  return `<${path}?${new URLSearchParams({ limit: String(limit), cursor })}>; rel="next"`
}
