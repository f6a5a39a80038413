import { describe, expect, it } from 'vitest'
import { locate, partsOf } from '#server/videos/pack-parts'

const part = (sizeBytes: number) => ({ objectKey: `early/x.${sizeBytes}`, sizeBytes, sha256: 'f'.repeat(64) })
const parts = partsOf({ ...part(100), moreParts: [part(50), part(7)] })

describe('pack parts', () => {
  it('lists the first object and then the others', () => {
    expect(parts.map((each) => each.sizeBytes)).toEqual([100, 50, 7])
  })

  it.each([
    [0, 0, 0],
    [99, 0, 99],
    [100, 1, 0],
    [149, 1, 49],
    [150, 2, 0],
    [156, 2, 6],
  ])('finds byte %i in part %i at %i', (offset, part, local) => {
    expect(locate(parts, offset)).toEqual({ part, offset: local })
  })

  it('refuses an offset beyond the last part', () => {
    expect(() => locate(parts, 157)).toThrow(RangeError)
  })
})
