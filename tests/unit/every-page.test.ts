import { expect, it } from 'vitest'
import { everyPage } from '../support/every-page.ts'

it('knows every page, so that what holds for all of them is tested on a new one', () => {
  const nobody = { client: {}, person: { username: 'ada' } }
  const house = { keeper: nobody, friend: nobody, videoId: 'v', clipId: 'c', topic: 't', subtopic: 't/s' }
  expect(everyPage(house as never).length).toBeGreaterThan(30)
})
