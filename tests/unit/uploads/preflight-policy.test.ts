import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decidePreflight,
  type StorageFacts,
  type UploadFacts,
} from '../../../server/uploads/preflight-policy.ts'

const GB = 1024 ** 3
const roomy: StorageFacts = {
  maxBytes: 20 * GB,
  quotaBytes: 200 * GB,
  usedBytes: 0,
  freeBytes: 500 * GB,
  promisedBytes: 0,
  minFreeBytes: GB,
}
const file = { filename: 'lesson.mp4', filetype: 'video/mp4', sizeBytes: 2 * GB }

function reasonFor(upload: Partial<UploadFacts>, storage: Partial<StorageFacts> = {}) {
  const decision = decidePreflight({ ...file, ...upload }, { ...roomy, ...storage })
  return decision.ok ? 'ok' : decision.reason
}

describe('decidePreflight', () => {
  it.each([
    ['a video with room for it', {}, {}, 'ok'],
    ['an empty file', { sizeBytes: 0 }, {}, 'empty'],
    ['a text file', { filename: 'notes.txt', filetype: 'text/plain' }, {}, 'type_unsupported'],
    ['a text file said to be a video', { filename: 'notes.txt' }, {}, 'type_unsupported'],
    ['an ending in capitals', { filename: 'LESSON.MOV' }, {}, 'ok'],
    ['no ending, but a video type', { filename: 'lesson' }, {}, 'ok'],
    ['neither ending nor type', { filename: 'lesson', filetype: undefined }, {}, 'type_unsupported'],
    ['exactly the largest size', { sizeBytes: 20 * GB }, {}, 'ok'],
    ['one byte more than the largest', { sizeBytes: 20 * GB + 1 }, {}, 'too_large'],
    ['exactly what the quota leaves', {}, { usedBytes: 198 * GB }, 'ok'],
    ['one byte more than the quota leaves', {}, { usedBytes: 198 * GB + 1 }, 'quota_exceeded'],
    ['room for the file and its renditions', {}, { freeBytes: 5 * GB }, 'ok'],
    ['room that other uploads will need', {}, { freeBytes: 5 * GB, promisedBytes: 1 }, 'disk_full'],
    ['a full disk', {}, { freeBytes: 0 }, 'disk_full'],
  ])('answers %s', (_case, upload, storage, expected) => {
    expect(reasonFor(upload, storage)).toBe(expected)
  })

  it('says how much is left in words that a person reads', () => {
    const decision = decidePreflight(file, { ...roomy, usedBytes: 199 * GB })
    expect(decision).toMatchObject({ message: expect.stringContaining('1 GB of space left') })
  })

  it('never admits what would go over a limit, and never refuses what fits all', () => {
    const bytes = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(
        fc.record({
          size: bytes,
          max: bytes,
          quota: bytes,
          used: bytes,
          free: bytes,
          promised: bytes,
          min: bytes,
        }),
        (f) => {
          const decision = decidePreflight(
            { ...file, sizeBytes: f.size },
            {
              maxBytes: f.max,
              quotaBytes: f.quota,
              usedBytes: f.used,
              freeBytes: f.free,
              promisedBytes: f.promised,
              minFreeBytes: f.min,
            },
          )
          const fits =
            f.size > 0 &&
            f.size <= f.max &&
            f.used + f.size <= f.quota &&
            f.free - f.promised - 2 * f.size >= f.min
          return decision.ok === fits
        },
      ),
    )
  })
})
