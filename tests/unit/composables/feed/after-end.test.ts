import { describe, expect, it } from 'vitest'
import { afterEnd, type EndFacts } from '../../../../composables/feed/after-end.ts'

const onPath = (topic: string) => ({ path: { topic, step: 1, total: 3 } })
const offPath = { path: null }
const FACTS: EndFacts = { autoplay: 'on', isByItself: true, isBusy: false, item: offPath, next: offPath }
const after = (facts: Partial<EndFacts>) => afterEnd({ ...FACTS, ...facts })

describe('after an item', () => {
  it('comes the next one, or the card at the end', () => {
    expect(after({})).toBe('next')
    expect(after({ next: null })).toBe('next')
  })
  it('it plays again while the next ones are still to come', () =>
    expect(after({ next: undefined })).toBe('again'))
  it('it plays again for whom nothing may go on by itself', () => {
    expect(after({ autoplay: 'off' })).toBe('again')
    expect(after({ isByItself: false })).toBe('again')
  })
  it('it plays again while somebody reads its comments', () => expect(after({ isBusy: true })).toBe('again'))
  it('goes along a learning path and not off it', () => {
    const [item, next] = [onPath('a/b'), onPath('a/b')]
    expect(after({ autoplay: 'path', item, next })).toBe('next')
    expect(after({ autoplay: 'path', item, next: onPath('a/c') })).toBe('again')
    expect(after({ autoplay: 'path', item, next: null })).toBe('again')
    expect(after({ autoplay: 'path' })).toBe('again')
  })
})
