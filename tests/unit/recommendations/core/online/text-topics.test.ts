import { describe, expect, it } from 'vitest'
import {
  guessTopic,
  learnText,
  newTextTopics,
} from '../../../../../server/recommendations/core/online/text-topics.ts'

const TOPICS = ['', 'coffee/latte-art', 'coffee/roasting', 'bicycles/repair', 'sign-language/basics']
const TITLES: [topic: number, title: string][] = [
  [1, 'Pouring a rosetta with steamed milk'],
  [1, 'Milk texture: why your heart looks like an onion'],
  [1, 'Free pour swan, slowly'],
  [2, 'First crack and what comes after it'],
  [2, 'Light roast or dark roast: beans compared'],
  [2, 'Green beans, drum temperature and development time'],
  [3, 'Fix a flat tyre in five minutes'],
  [3, 'Adjusting the rear derailleur'],
  [3, 'Truing a wheel without a stand'],
  [4, 'Hello and goodbye with one hand'],
  [4, 'The alphabet with your fingers'],
  [4, 'Numbers from one to ten, signed'],
]

function taught() {
  const model = newTextTopics(TOPICS)
  for (const [topic, title] of TITLES) learnText(model, topic, title)
  return model
}

describe('the topic of a text', () => {
  it.each([
    ['Steaming milk for a tulip pour', 1],
    ['How dark should I roast these beans?', 2],
    ['My derailleur skips: adjusting it again', 3],
    ['Sign the alphabet with both hands', 4],
    ['LATTE ÁRT for beginners', 1],
  ])('is told by words that others used: %s', (text, topic) => {
    expect(guessTopic(taught(), text)?.topic).toBe(topic)
  })

  it('is none where the words say nothing, or are of two topics alike', () => {
    expect(guessTopic(taught(), 'Zzz')).toBeNull()
    expect(guessTopic(taught(), '')).toBeNull()
    expect(guessTopic(taught(), 'milk beans')).toBeNull()
    expect(guessTopic(newTextTopics(['']), 'coffee')).toBeNull()
  })

  it('is known by its name before anything was taught', () => {
    expect(guessTopic(newTextTopics(TOPICS), 'Bicycle repair on the road')?.topic).toBe(3)
    expect(guessTopic(newTextTopics(TOPICS), 'Coffee')).toBeNull()
  })

  it('is the same for the same texts in the same order', () => {
    const texts = TITLES.map(([, title]) => guessTopic(taught(), `${title} again`))
    expect(TITLES.map(([, title]) => guessTopic(taught(), `${title} again`))).toEqual(texts)
  })
})
