import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { createEngine } from '~/composables/player/engine'
import { usePlayer } from '~/composables/usePlayer'
import { fakeEngine } from './fake-engine'

vi.mock('~/composables/player/engine', async (original) => ({
  ...(await original<object>()),
  createEngine: vi.fn(),
}))

const SOURCE = {
  videoId: 'v',
  playlistUrl: '/cdn/v/master.m3u8',
  duration: 100,
  captions: [{ language: 'en', label: 'English', url: '/c' }],
}
let scope = effectScope()

async function open(startAt = 0) {
  const fake = fakeEngine()
  vi.mocked(createEngine).mockResolvedValue(fake.engine)
  const player = scope.run(() => usePlayer())!
  await player.attach(document.createElement('div'), SOURCE, startAt)
  fake.emit('loadedmetadata')
  fake.emit('addqualitylevel')
  return { ...fake, player }
}

beforeEach(() => {
  localStorage.clear()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('the player', () => {
  it('begins where it is told to', async () => {
    const { values } = await open(42)
    expect(values.time).toBe(42)
  })

  it('begins where somebody wished to go while it was on its way', async () => {
    const fake = fakeEngine()
    vi.mocked(createEngine).mockResolvedValue(fake.engine)
    const player = scope.run(() => usePlayer())!
    player.seek(40)
    await player.attach(document.createElement('div'), SOURCE, 12)
    fake.emit('loadedmetadata')
    expect(fake.values.time).toBe(40)
  })

  it('tells the time as the engine does, and that of every picture to whom it matters', async () => {
    const { player, values } = await open()
    const told = async (seconds: number) => {
      values.time = seconds
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      return player.state.currentTime
    }
    await player.play()
    expect(await told(3)).toBe(0)
    const cutting = effectScope()
    cutting.run(() => player.keepExact())
    expect(await told(4)).toBe(4)
    cutting.stop()
    expect(await told(5)).toBe(4)
  })

  it('goes a step from the picture that is shown, not from the time that was told last', async () => {
    const { player, values } = await open()
    await player.play()
    values.time = 20.2
    player.seekBy(5)
    expect(values.time).toBeCloseTo(25.2)
  })

  it('remembers volume, speed and captions for the next video', async () => {
    const first = await open()
    first.player.setVolume(0.3)
    first.player.setRate(1.5)
    first.player.toggleCaptions()
    const { values, player } = await open()
    expect(values).toMatchObject({ volume: 0.3, rate: 1.5 })
    expect(player.state.captions).toBe('en')
  })

  it('plays one height where one is chosen, at once, and what suits again on auto', async () => {
    const { player, vhs, enabled, playing } = await open()
    vi.useFakeTimers()
    expect(player.state.heights).toEqual([720, 360])
    player.chooseHeight(360)
    expect(vhs.selectPlaylist(), 'the engine may not get there by itself').toBe(playing)
    vi.advanceTimersByTime(200)
    expect(enabled.mock.calls).toEqual([
      [360, false],
      [360, true],
    ])
    expect(vhs.selectPlaylist()).toBe('360p')
    player.chooseHeight(null)
    expect(vhs.selectPlaylist()).toBe('what suits')
  })

  it('shows the whole duration while only the beginning can be played, and seeks no further', async () => {
    const { player, values, emit } = await open()
    Object.assign(values, { duration: Infinity, seekableEnd: 24 })
    emit('durationchange')
    expect(player.state).toMatchObject({ duration: 100, availableUntil: 24 })
    player.seek(80)
    expect(values.time).toBeCloseTo(23.95)
  })

  it('tries a failed stream again by itself, at the same place, before it gives up', async () => {
    const { player, values, emit, sources } = await open()
    vi.useFakeTimers()
    player.seek(33)
    emit('error')
    expect(player.state).toMatchObject({ hasFailed: false, isWaiting: true })
    await vi.advanceTimersByTimeAsync(1000)
    expect(sources).toHaveLength(2)
    // the engine forgets the place with the failed stream
    values.time = 0
    emit('timeupdate')
    emit('error')
    await vi.advanceTimersByTimeAsync(3000)
    emit('error')
    await vi.advanceTimersByTimeAsync(6000)
    emit('error')
    expect(player.state.hasFailed).toBe(true)
    expect(player.state.isWaiting).toBe(false)
    expect(player.state.currentTime).toBe(33)
    player.reload()
    expect(player.state.hasFailed).toBe(false)
    emit('loadedmetadata')
    expect(values.time).toBe(33)
  })

  it('plays a smaller picture for a while after a failure', async () => {
    const { emit, vhs, playing } = await open()
    vi.useFakeTimers()
    emit('error')
    await vi.advanceTimersByTimeAsync(1000)
    emit('loadedmetadata')
    await vi.advanceTimersByTimeAsync(200)
    expect(vhs.selectPlaylist()).toBe('360p')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(vhs.selectPlaylist(), 'what suits').toBe('what suits')
    expect(playing).toBeDefined()
  })

  it('waits for the line while it is gone, and goes on when it is back', async () => {
    const { player, emit, sources } = await open()
    vi.useFakeTimers()
    const line = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    dispatchEvent(new Event('offline'))
    for (let failure = 0; failure < 5; failure++) {
      emit('error')
      await vi.advanceTimersByTimeAsync(10_000)
    }
    expect(player.state).toMatchObject({ isOffline: true, hasFailed: false })
    expect(sources).toHaveLength(1)
    line.mockReturnValue(true)
    dispatchEvent(new Event('online'))
    expect(player.state.isOffline).toBe(false)
    expect(sources).toHaveLength(2)
    line.mockRestore()
  })

  it('shows captions while there is no sound, for who wants it so, until they are put away', async () => {
    const fake = fakeEngine()
    vi.mocked(createEngine).mockResolvedValue(fake.engine)
    const player = scope.run(() => usePlayer(() => ({ captions: 'muted', isFrugal: false })))!
    await player.attach(document.createElement('div'), SOURCE, 0)
    expect(player.state.captions).toBeNull()
    player.toggleMute()
    expect(player.state.captions).toBe('en')
    player.toggleMute()
    expect(player.state.captions).toBeNull()
    player.toggleMute()
    player.toggleCaptions()
    expect(player.state.captions).toBeNull()
  })

  it('is faster while it is held, and remembers nothing of that', async () => {
    const { player, values } = await open()
    player.setRate(1.25)
    player.holdRate(2)
    player.holdRate(2)
    expect(values.rate).toBe(2)
    player.holdRate(null)
    expect(values.rate).toBe(1.25)
    expect((await open()).values.rate).toBe(1.25)
  })

  it('goes round where it is told to', async () => {
    const { player, values, emit } = await open()
    player.setLooped(true)
    values.time = 100
    emit('ended')
    expect(values).toMatchObject({ time: 0, isPaused: false })
  })

  it('plays without sound where the browser allows no more, and says so', async () => {
    const { player, engine, values } = await open()
    const refused = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))
    engine.play = () => (values.isMuted ? Promise.resolve() : refused())
    await player.playAtOnce()
    expect([values.isMuted, player.state.isMutedByBrowser]).toEqual([true, true])
    player.toggleMute()
    expect([values.isMuted, player.state.isMutedByBrowser]).toEqual([false, false])
    expect(localStorage.getItem('clipway:player')).not.toContain('"isMuted":true')
  })

  it('moves to another place with the element that plays', async () => {
    const { player, engine } = await open()
    const corner = document.createElement('div')
    expect(player.moveTo(corner)).toBe(true)
    expect(corner.querySelector('video')).toBe(player.media())
    expect(engine.el().parentElement).toBe(corner)
  })

  it('takes a standstill for a failure, but not at the end of what is still being made', async () => {
    vi.useFakeTimers()
    const { values, emit, sources } = await open()
    values.isPaused = false
    values.duration = Infinity
    emit('waiting')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(sources).toHaveLength(1)
    values.duration = 100
    await vi.advanceTimersByTimeAsync(12_000)
    expect(sources).toHaveLength(2)
  })

  it('says when the browser wants a click before it plays', async () => {
    const { player, engine } = await open()
    engine.play = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))
    expect(await player.play()).toBe(false)
    expect(player.state.isPlaying).toBe(false)
  })

  it('goes on where picture in picture is refused', async () => {
    const { player } = await open()
    await expect(player.togglePictureInPicture()).resolves.toBeUndefined()
  })

  it('lets go of the engine with the page, also when that loads too late', async () => {
    const fake = fakeEngine()
    const dispose = vi.spyOn(fake.engine, 'dispose')
    vi.mocked(createEngine).mockResolvedValue(fake.engine)
    const player = scope.run(() => usePlayer())!
    const attaching = player.attach(document.createElement('div'), SOURCE, 0)
    scope.stop()
    await attaching
    expect(dispose).toHaveBeenCalledOnce()
    expect(fake.sources).toEqual([])
  })
})
