import type { PackPart } from './pack.model.ts'

interface PackObjects extends PackPart {
  moreParts: PackPart[]
}

/** Every object of a pack in order; a complete final pack has exactly one. */
export function partsOf(pack: PackObjects): PackPart[] {
  const { objectKey, sizeBytes, sha256 } = pack
  return [{ objectKey, sizeBytes, sha256 }, ...pack.moreParts]
}

/**
 * Where a byte of the pack lies: the part's number and the offset inside it.
 * @throws RangeError beyond the last part
 */
export function locate(parts: readonly PackPart[], offset: number): { part: number; offset: number } {
  let start = 0
  for (const [part, { sizeBytes }] of parts.entries()) {
    if (offset < start + sizeBytes) return { part, offset: offset - start }
    start += sizeBytes
  }
  throw new RangeError(`offset ${offset} lies beyond the pack's ${start} bytes`)
}
