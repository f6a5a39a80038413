import { expect, it } from 'vitest'
import { withoutDismissed } from '~/composables/feed/dismissed-items'
import { keyOf } from '~/composables/feed/item-key'
import { feedItem } from '../support/feed-item'

const person = (id: string) => ({ id, username: id, name: id, profilePicture: '' })
const items = [
  feedItem({ topic: 'bees', uploader: person('ann') }),
  feedItem({ topic: 'bees', uploader: person('ben') }),
  feedItem({ topic: 'birds', uploader: person('ben') }),
  feedItem({ topic: 'bees', uploader: person('cem') }),
]
const keep = (...places: number[]) => places.map((place) => items[place])

it('leaves a dismissed item in its place, and takes what is like it from further on', () => {
  const at = (place: number) => keyOf(items[place]!)
  expect(withoutDismissed(items, new Map())).toEqual(items)
  expect(withoutDismissed(items, new Map([[at(1), 'item']]))).toEqual(items)
  expect(withoutDismissed(items, new Map([[at(1), 'topic']]))).toEqual(keep(0, 1, 2))
  expect(withoutDismissed(items, new Map([[at(1), 'creator']]))).toEqual(keep(0, 1, 3))
})

it('keeps both places of two that say the same', () => {
  const both = new Map([
    [keyOf(items[0]!), 'topic' as const],
    [keyOf(items[1]!), 'topic' as const],
  ])
  expect(withoutDismissed(items, both)).toEqual(keep(0, 1, 2))
})
