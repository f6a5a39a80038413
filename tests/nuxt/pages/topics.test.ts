import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { beforeEach, describe, expect, it } from 'vitest'
import TopicPage from '~/pages/topics/[...name].vue'
import PathPage from '~/pages/topics/[topic]/path.vue'
import TopicsPage from '~/pages/topics/index.vue'
import { clipView } from '../support/clip-view'

const languages = topic('1', 'languages')
const nouns = topic('2', 'languages/nouns', 'Nouns')
const verbs = { ...topic('3', 'languages/verbs', 'Verbs'), prerequisites: ['languages/nouns'] }
const seen = clipView({ title: 'Names of things' })
const next = clipView({ title: 'Names of people' })

function topic(digit: string, combinedTopicName: string, subTopicName?: string) {
  const name = { combinedTopicName, topicName: 'Languages', ...(subTopicName && { subTopicName }) }
  return { id: digit.repeat(24), ...name, description: 'How to say it.', thumbnailURL: '', prerequisites: [] as string[] } // prettier-ignore
}

registerEndpoint('/api/topics', () => ({ items: [languages, nouns, verbs], nextCursor: null }))
registerEndpoint('/api/clips', () => ({ items: [seen], nextCursor: null }))
registerEndpoint('/api/videos', () => ({ items: [], nextCursor: null }))
registerEndpoint(`/api/topics/${languages.id}/path`, () => ({
  topic: languages,
  subtopics: [
    {
      topic: nouns,
      clips: [
        { clip: seen, level: 'proficient', share: 1 },
        { clip: next, level: null, share: 0 },
      ],
      clipCount: 2,
      doneCount: 1,
      level: null,
    },
    { topic: verbs, clips: [], clipCount: 0, doneCount: 0, level: null },
  ],
  clipCount: 2,
  doneCount: 1,
  next: { clip: next, reason: 'The next step: Nouns.', isSubtopicDone: false },
}))

beforeEach(() => {
  clearNuxtData()
  useState('topics').value = null
})

describe('pages of topics', () => {
  it('list every topic with what lies below it', async () => {
    const page = await mountSuspended(TopicsPage, { route: '/topics' })
    await expect.poll(() => page.text()).toContain('Nouns')
    expect(page.get('h2 a').attributes('href')).toBe('/topics/languages')
    expect(page.findAll('li li a').map((link) => link.attributes('href'))).toEqual([
      '/topics/languages/nouns',
      '/topics/languages/verbs',
    ])
  })

  it('say what a subtopic is about and what to know first, and lead to the path', async () => {
    const page = await mountSuspended(TopicPage, { route: '/topics/languages/verbs' })
    await expect.poll(() => page.find('h1').exists() && page.get('h1').text()).toBe('Verbs')
    expect(page.text()).toContain('Good to know first')
    expect(page.text()).toContain('Nouns')
    await expect.poll(() => page.text()).toContain('Names of things')
    const links = page.findAll('a').map((link) => link.attributes('href'))
    expect(links).toContain('/topics/languages/path')
  })

  it('say plainly that there is no such topic', async () => {
    const page = await mountSuspended(TopicPage, { route: '/topics/nothing' })
    await expect.poll(() => page.text()).toContain('There is no such topic')
  })

  it('show the path with its progress and the next step', async () => {
    const page = await mountSuspended(PathPage, { route: '/topics/languages/path' })
    await expect.poll(() => page.text()).toContain('1 of 2')
    expect(page.text()).toContain('The next step: Nouns.')
    expect(page.findAll('h2').map((heading) => heading.text())).toEqual(['1. Nouns', '2. Verbs'])
    expect(page.get('[aria-current="step"]').text()).toBe('Names of people')
    expect(page.findAll('a').map((link) => link.attributes('href'))).toContain(`/clips/${next.id}`)
  })
})
