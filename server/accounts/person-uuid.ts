/**
 * A person's UUID, for documents that know people by one: the 12 bytes of their id in a UUID of version 8 (RFC 9562,
 * 5.8), between them what says that it was made here. It never changes, differs for every person, and nothing is stored.
 * @param id 24 hex digits
 */
export function personUuid(id: string): string {
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-8c11-a9a7-${id.slice(12)}`
}
