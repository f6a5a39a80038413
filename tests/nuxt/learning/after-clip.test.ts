import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { beforeEach, describe, expect, it } from 'vitest'
import AfterClip from '~/components/learning/AfterClip.vue'
import PathSubtopic from '~/components/learning/PathSubtopic.vue'
import { clipView } from '../support/clip-view'

const clip = clipView({ hasCheck: true })
const next = clipView({ title: 'Verbs that move' })
const step = (reason: string) => ({ clip: next, reason, isSubtopicDone: false })

registerEndpoint(`/api/clips/${clip.id}/check`, () => ({
  clipId: clip.id,
  question: 'How many wings has a bee?',
  choices: ['Two', 'Four'],
  answer: null,
  explanation: null,
  myLevel: 'proficient',
}))
registerEndpoint(`/api/clips/${clip.id}/check/answer`, {
  method: 'POST',
  handler: () => ({
    isRight: true,
    answer: 1,
    explanation: 'Two pairs.',
    level: 'mastered',
    next: step('Next in Bees.'),
  }),
})

beforeEach(() => {
  useState('session').value = { kind: 'user', user: { id: 'u' } }
})

describe('after a clip', () => {
  it('is nothing while it plays', async () => {
    const card = await mountSuspended(AfterClip, { props: { clip, level: null, next: null } })
    expect(card.text()).toBe('')
  })

  it('asks its question once it was seen, and a right answer masters it', async () => {
    const card = await mountSuspended(AfterClip, {
      props: { clip, level: 'proficient', next: step('Then this.') },
    })
    await expect.poll(() => card.text()).toContain('How many wings has a bee?')
    expect(card.text()).toContain('Proficient')
    expect(card.text()).not.toContain('Two pairs.')
    const submit = card.findAll('button').find((button) => button.text() === 'Check my answer')!
    expect(submit.attributes()).toHaveProperty('disabled')
    await card.findAll('[role="radio"]')[1]!.trigger('click')
    await card.get('form').trigger('submit')
    await expect.poll(() => card.text()).toContain('That is right.')
    expect(card.text()).toContain('Mastered')
    expect(card.text()).toContain('Two pairs.')
    expect(card.text()).toContain('Next in Bees.')
  })
})

it('shows each clip of a subtopic with its level, and which is next', async () => {
  const topic = { id: 't'.repeat(24), combinedTopicName: 'a/b', topicName: 'A', subTopicName: 'Verbs', description: '', thumbnailURL: '', prerequisites: [] } // prettier-ignore
  const subtopic = {
    topic,
    clips: [
      { clip, level: 'mastered' as const, share: 1 },
      { clip: next, level: null, share: 0 },
    ],
    clipCount: 3,
    doneCount: 1,
    level: null,
  }
  const part = await mountSuspended(PathSubtopic, { props: { subtopic, place: 2, nextId: next.id } })
  expect(part.get('[role="progressbar"]').attributes('aria-valuetext')).toBe('1 of 3')
  expect(part.get('[aria-current="step"]').text()).toBe('Verbs that move')
  expect(part.text()).toContain('Mastered')
  expect(part.text()).toContain('1 more clip on this path.')
})
