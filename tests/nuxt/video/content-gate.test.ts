import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import ContentGate from '~/components/video/ContentGate.vue'
import { signInAs, signOut } from '../support/session'

const open = (video: object) =>
  mountSuspended(ContentGate, {
    props: { video: { isNsfw: false, isSensitive: false, isMine: false, ...video } },
    slots: { default: () => 'the player' },
  })

describe('a video that the person looking has turned off', () => {
  it('is shown only after they say so', async () => {
    signOut()
    const gate = await open({ isNsfw: true })
    expect(gate.text()).toContain('for adults only')
    expect(gate.text()).not.toContain('the player')
    await gate.get('button').trigger('click')
    expect(gate.text()).toBe('the player')
  })

  it.each([
    ['of their own', { isNsfw: true, isMine: true }, {}],
    ['that they turned on', { isNsfw: true }, { showNsfw: true }],
    ['that is sensitive, which is on unless turned off', { isSensitive: true }, {}],
    ['like any other', {}, { showSensitive: false }],
  ])('is not asked about one %s', async (_, video, preferences) => {
    signInAs('me', undefined, { ...DEFAULT_PREFERENCES, ...preferences })
    expect((await open(video)).text()).toBe('the player')
  })

  it('asks about a sensitive one where those are turned off', async () => {
    signInAs('me', undefined, { ...DEFAULT_PREFERENCES, showSensitive: false })
    expect((await open({ isSensitive: true })).text()).toContain('may be disturbing')
  })
})
