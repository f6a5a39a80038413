import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Uuid } from '#shared/common'
import { personUuid } from '../../../server/accounts/person-uuid.ts'
import { generalFlags, moderationFlags } from '../../../server/tiers/index-flags.ts'
import { storageId } from '../../../server/tiers/storage-id.ts'

describe('flags of the index document', () => {
  it.each([
    [{ isNsfw: false, earlierVideos: 10 }, 0, 0],
    [{ isNsfw: true, earlierVideos: 10 }, 0b01000, 0b0100],
    [{ isNsfw: false, earlierVideos: 9 }, 0b10000, 0],
    [{ isNsfw: true, earlierVideos: 0 }, 0b11000, 0b0100],
  ])('are bits in the seed’s order: %o', (facts, moderation, general) => {
    expect(moderationFlags(facts)).toBe(moderation)
    expect(generalFlags(facts)).toBe(general)
  })
})

describe('storage id', () => {
  const uuid = '024e78c5-27a0-4d0f-95c7-4b7a3d952067'
  const collection = { number: 7, coldUri: 'sia://AAD' }

  it.each([
    ['LIVE', uuid],
    ['RELIVE', uuid],
    ['ARCHIVE', 'collection-7'],
    ['EXPIRING', 'sia://AAD'],
    ['AWAITING_PUSH', 'collection-7'],
  ] as const)('of %s is %s', (stage, expected) => {
    expect(storageId({ stage, uuid, collection })).toBe(expected)
  })

  it('of LIVE and RELIVE is the video’s id also where it once lay in a collection', () => {
    expect(storageId({ stage: 'RELIVE', uuid, collection })).toBe(uuid)
  })
})

describe('UUID of a person', () => {
  const anId = fc.stringMatching(/^[0-9a-f]{24}$/)

  it('is a UUID of version 8, the same every time, and another for everybody', () => {
    fc.assert(
      fc.property(anId, anId, (a, b) => {
        expect(Uuid.parse(personUuid(a))).toBe(personUuid(a))
        expect(personUuid(a)[14]).toBe('8')
        expect(personUuid(a) === personUuid(b)).toBe(a === b)
      }),
    )
  })
})
