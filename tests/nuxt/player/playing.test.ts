import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Mini from '~/components/player/Mini.vue'
import { createEngine } from '~/composables/player/engine'
import { playOnPage, useNowPlaying, type Playing, type Subject } from '~/composables/player/now-playing'
import { usePlaying } from '~/composables/player/usePlaying'
import { signOut } from '../support/session'
import { fakeEngine } from './fake-engine'

vi.mock('~/composables/player/engine', async (original) => ({
  ...(await original<object>()),
  createEngine: vi.fn(),
}))

const id = 'a'.repeat(24)
const subject: Subject = {
  kind: 'video',
  id,
  title: 'Bees',
  creator: 'Ann',
  poster: null,
  storyboardUrl: null,
  chapters: [],
  to: `/watch/${id}`,
  source: { videoId: id, playlistUrl: '/cdn/v/master.m3u8', duration: 100, captions: [] },
}

/** A page that plays, as the watch page does. */
async function openPage(key = `video:${id}`) {
  let playing!: Playing
  const page = await mountSuspended(
    defineComponent({
      setup() {
        playing = usePlaying(key, () => subject)
        return () => h('div', { class: 'host' })
      },
    }),
    { route: '/watch/x' },
  )
  return { page, playing }
}

async function start(playing: Playing) {
  const fake = fakeEngine()
  vi.mocked(createEngine).mockResolvedValue(fake.engine)
  playOnPage(playing)
  await playing.player.attach(document.createElement('div'), subject.source, 0)
  fake.emit('loadedmetadata')
  await playing.player.play()
  await flushPromises()
  return fake
}

beforeEach(() => {
  signOut()
  Object.assign(navigator, { sendBeacon: () => true })
})
afterEach(() => useNowPlaying().close())

describe('what plays when its page is left', () => {
  it('goes on in the corner with the same element, and back on its page without being loaded again', async () => {
    const mini = await mountSuspended(Mini)
    const { page, playing } = await openPage()
    const { values, sources } = await start(playing)
    const element = playing.player.media()
    await useRouter().push('/topics')
    page.unmount()
    expect(useNowPlaying().isMini.value).toBe(true)
    expect(mini.element.querySelector('video')).toBe(element)
    expect(values.isPaused).toBe(false)
    await vi.waitFor(() => expect(mini.find('a').text()).toContain('Bees'))

    const again = await openPage()
    expect(again.playing).toBe(playing)
    playOnPage(again.playing)
    expect(sources).toHaveLength(1)
    expect(useNowPlaying().isMini.value).toBe(false)
    again.page.unmount()
    mini.unmount()
  })

  it('ends when it was not playing, and where something else plays', async () => {
    const mini = await mountSuspended(Mini)
    for (const { route, isPaused } of [
      { route: '/topics', isPaused: true },
      { route: '/', isPaused: false },
    ]) {
      const { page, playing } = await openPage()
      const fake = await start(playing)
      const dispose = vi.spyOn(fake.engine, 'dispose')
      if (isPaused) playing.player.pause()
      await useRouter().push(route)
      page.unmount()
      expect(useNowPlaying().isMini.value).toBe(false)
      expect(dispose).toHaveBeenCalledOnce()
    }
    mini.unmount()
  })

  it('ends in the corner by its button, by Escape, and when another plays', async () => {
    const mini = await mountSuspended(Mini)
    async function toCorner() {
      const { page, playing } = await openPage()
      const fake = await start(playing)
      await useRouter().push('/topics')
      page.unmount()
      await vi.waitFor(() => expect(mini.findAll('button')).toHaveLength(2))
      return vi.spyOn(fake.engine, 'dispose')
    }
    const byButton = await toCorner()
    await mini.findAll('button').at(-1)?.trigger('click')
    expect(byButton).toHaveBeenCalledOnce()
    const byKey = await toCorner()
    await mini.find('a').trigger('keydown', { key: 'Escape' })
    expect(byKey).toHaveBeenCalledOnce()
    const byOther = await toCorner()
    const other = await openPage('video:other')
    playOnPage(other.playing)
    expect(byOther).toHaveBeenCalledOnce()
    other.page.unmount()
    mini.unmount()
  })
})
