import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody } from 'h3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import ClipMaker from '~/components/clip/Maker.vue'
import type { Player } from '~/composables/usePlayer'
import { videoView } from '../support/video-view'

const sent: unknown[] = []
registerEndpoint('/api/videos/65f0000000000000000000aa/clips', {
  method: 'POST',
  handler: async (event) => {
    sent.push(await readBody(event))
    return { id: 'c', title: 'Landing' }
  },
})

function fakePlayer() {
  const state = reactive({ currentTime: 0, isPlaying: false })
  const player = { state, seek: vi.fn(), play: vi.fn(), pause: vi.fn(), keepExact: vi.fn() }
  return { state, player: player as unknown as Player, pause: player.pause, seek: player.seek }
}

async function open() {
  const fake = fakePlayer()
  const video = videoView({ id: '65f0000000000000000000aa', duration: 60, topic: null })
  const maker = await mountSuspended(ClipMaker, { props: { video, player: fake.player }, attachTo: document.body })
  const press = (key: string) => document.dispatchEvent(new KeyboardEvent('keydown', { key }))
  return { ...fake, maker, press }
} // prettier-ignore

afterEach(() => {
  sent.length = 0
  document.body.innerHTML = ''
})

describe('making a clip', () => {
  it('marks its ends by [ and ] at the moment that is shown, and saves it in place', async () => {
    const { state, maker, press } = await open()
    state.currentTime = 4.2506
    press('[')
    state.currentTime = 9.1
    press(']')
    await maker.find('input').setValue('Landing')
    await maker.find('form').trigger('submit')
    await expect.poll(() => maker.emitted('made')).toHaveLength(1)
    expect(sent).toEqual([expect.objectContaining({ startSeconds: 4.251, endSeconds: 9.1, title: 'Landing' })])
  }) // prettier-ignore

  it('says what is missing and sends nothing', async () => {
    const { state, maker, press } = await open()
    state.currentTime = 9
    press('[')
    press(']')
    await maker.find('form').trigger('submit')
    expect(maker.text()).toContain('after it begins')
    expect(maker.text()).toContain('Give it a title')
    expect(sent).toEqual([])
  })

  it('plays the part and stands still at its end', async () => {
    const { state, maker, press, pause, seek } = await open()
    press('[')
    state.currentTime = 2
    press(']')
    await nextTick()
    await maker.findAll('button').find((button) => button.text().includes('Preview'))!.trigger('click') // prettier-ignore
    expect(seek).toHaveBeenCalledWith(0)
    await nextTick()
    state.currentTime = 1.2
    await nextTick()
    expect(pause).not.toHaveBeenCalled()
    state.currentTime = 2.01
    await nextTick()
    expect(pause).toHaveBeenCalledTimes(1)
  })
})
