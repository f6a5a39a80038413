import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import type { RecommendationSettings, ReplayView } from '#shared/recommendations'
import Rules from '~/components/recommendations/Rules.vue'

const settings: RecommendationSettings = {
  multipliers: { earlyPenaltyHours: 24, goldenHours: 48, goldenImpressions: 300 },
  ranking: { exploration: 0.25, freshShare: 0.1, freshDays: 3, freshPlays: 10, firstPlayShare: 0.025, goalBonus: 0.25, gainBonus: 0.05 }, // prettier-ignore
}

it('applies rules only once just these were replayed', async () => {
  const asked: RecommendationSettings[] = []
  const saved: RecommendationSettings[] = []
  const wrapper = await mountSuspended(Rules, {
    props: {
      rules: { settings, defaults: settings, updatedAt: null },
      replay: null as ReplayView | null,
      ask: async (each: RecommendationSettings) => void asked.push(each),
      save: async (each: RecommendationSettings) => void saved.push(each),
      cancel: async () => {},
    },
  })
  const buttonNamed = (text: string) => wrapper.findAll('button').find((each) => each.text() === text)
  expect(buttonNamed('Replay the log')!.attributes('disabled')).toBeDefined()
  await wrapper.get('input[name=exploration]').setValue('0.5')
  expect(buttonNamed('Apply')).toBeUndefined()
  await wrapper.get('form').trigger('submit')
  await expect.poll(() => asked.length).toBe(1)
  expect(asked[0]!.ranking.exploration).toBe(0.5)
  await wrapper.setProps({ replay: { state: 'done', progress: 1, settings: asked[0]!, endedAt: null, result: null } }) // prettier-ignore
  await buttonNamed('Apply')!.trigger('click')
  await expect.poll(() => saved).toEqual(asked)
  await wrapper.get('input[name=exploration]').setValue('0.6')
  expect(buttonNamed('Apply')).toBeUndefined()
})
