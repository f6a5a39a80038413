import { randomBytes } from 'node:crypto'
import { blake2b } from '@noble/hashes/blake2.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES } from '#server/adapters/cold-store/port'
import { ChunkRoots, sectorRoot } from '#server/adapters/cold-store/sector-root'
import { baseSector, parseSkylink } from '#server/adapters/cold-store/skylink'

/** Sia's own vectors: TestSectorRoot of SiaFoundation/core, rhp/v2. */
const EMPTY = '50ed59cecd5ed3ca9e65cec0797202091dbba45272dafa3faa4e27064eedd52c'
const FIRST = '8c20a2c90a733a5139cc57e45755322e304451c3434b0c0a0aad87f2f89a44ab'
const LAST = 'd0ab6691d76750618452e920386e5f6f98fdd1219a70a06f06ef622ac6c6373c'

const sectorWith = (at: number) => Buffer.alloc(CHUNK_BYTES).fill(1, at, at + 1)

describe('the root of a sector', () => {
  it('is what Sia says', () => {
    expect(sectorRoot(Buffer.alloc(CHUNK_BYTES))).toBe(EMPTY)
    expect(sectorRoot(Buffer.alloc(0))).toBe(EMPTY)
    expect(sectorRoot(sectorWith(0))).toBe(FIRST)
    expect(sectorRoot(Buffer.of(1))).toBe(FIRST)
    expect(sectorRoot(sectorWith(CHUNK_BYTES - 1))).toBe(LAST)
  })

  it('is what plain BLAKE2b gives, leaf by leaf', () => {
    for (const size of [1, 63, 64, 65, 6400, 70_001]) {
      const bytes = randomBytes(size)
      expect(sectorRoot(bytes)).toBe(plainRoot(bytes))
    }
  })

  it('is the same however the bytes arrive, one a chunk', () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 12_345)
    const expected = [0, 1, 2].map((chunk) =>
      sectorRoot(bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)),
    )
    const sizes = fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sizes, (pieces) => {
        const roots = new ChunkRoots()
        let at = 0
        for (const size of pieces) roots.update(bytes.subarray(at, (at += size)))
        roots.update(bytes.subarray(at))
        expect(roots.digest()).toEqual(expected)
      }),
      { numRuns: 10 },
    )
  })

  it('has no chunk of nothing', () => {
    expect(new ChunkRoots().digest()).toEqual([])
  })
})

describe('a skylink', () => {
  it('is what Skynet’s own library gives', () => {
    const known = baseSector(Buffer.from('test file contents'), 'f.txt')
    expect(known?.skylink).toBe('AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUgaw')
    expect(known?.sector).toHaveLength(CHUNK_BYTES)
  })

  it('is known beforehand only for what fits one sector', () => {
    expect(baseSector(Buffer.alloc(CHUNK_BYTES - 99 - 40), 'f')).not.toBeNull()
    expect(baseSector(Buffer.alloc(CHUNK_BYTES - 99), 'f')).toBeNull()
  })

  it.each([
    ['AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUgaw', 'AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUgaw'],
    [
      'sia://AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUgaw',
      'AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUgaw',
    ],
    ['AACCBMYTA1l6VoCdt_CsVmSbG6NQWOYbOwBP17Vf4vUga', null],
    ['../../etc/passwd', null],
    [undefined, null],
    [46, null],
  ])('is read from %j or refused', (text, expected) => {
    expect(parseSkylink(text)).toBe(expected)
  })
})

/** The tree as it is defined, level by level, over the zeros too; equal subtrees of zeros are hashed once. */
function plainRoot(bytes: Buffer): string {
  const leaves = CHUNK_BYTES / 64
  const hashOf = (prefix: number, data: Uint8Array) => blake2b(Buffer.concat([Buffer.of(prefix), data]), { dkLen: 32 }) // prettier-ignore
  let zero = hashOf(0, Buffer.alloc(64))
  let level = Array.from({ length: Math.ceil(bytes.length / 64) }, (_, leaf) => {
    const data = Buffer.alloc(64)
    bytes.copy(data, 0, leaf * 64, leaf * 64 + 64)
    return hashOf(0, data)
  })
  for (let width = leaves; width > 1; width /= 2) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) => pair * 2)
    const above = zero
    level = pairs.map((at) => hashOf(1, Buffer.concat([level[at]!, level[at + 1] ?? above])))
    zero = hashOf(1, Buffer.concat([zero, zero]))
  }
  return Buffer.from(level[0]!).toString('hex')
}
