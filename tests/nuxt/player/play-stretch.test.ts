import { describe, expect, it } from 'vitest'
import { playStretch } from '~/composables/player/play-stretch'
import { fakeEngine } from './fake-engine'

/** 13.5 to 20 of a video, in a playlist that begins at 12. */
function open(isLooped = false) {
  const fake = fakeEngine()
  fake.playing.dateTimeObject = new Date(12_000)
  const engine = playStretch(fake.engine, () => ({ startSeconds: 13.5, endSeconds: 20 }), () => isLooped) // prettier-ignore
  engine.src({ src: '/cdn/clips/c/master.m3u8', type: '' })
  fake.values.duration = 12
  fake.values.seekableEnd = 12
  fake.emit('loadedmetadata')
  const ended: number[] = []
  engine.on('ended', () => ended.push(fake.values.time))
  return { ...fake, whole: fake.engine, engine, ended }
}

describe('a stretch of a video', () => {
  it('has a timeline of its own, from 0 to its length', () => {
    const { engine, values } = open()
    engine.currentTime(0)
    expect(values.time).toBe(1.5)
    values.time = 4
    expect([engine.currentTime(), engine.duration(), engine.seekable().end(0)]).toEqual([2.5, 6.5, 6.5])
    values.time = 1
    expect(engine.currentTime()).toBe(0)
  })

  it('begins with its own picture where subtraction would fall a hair short of it', () => {
    const fake = fakeEngine()
    fake.playing.dateTimeObject = new Date(8_000)
    const engine = playStretch(fake.engine, () => ({ startSeconds: 9.2, endSeconds: 12.2 }))
    engine.src({ src: '/cdn/clips/c/master.m3u8', type: '' })
    fake.emit('loadedmetadata')
    engine.currentTime(0)
    expect(fake.values.time).toBe(1.2)
  })

  it('ends at its out point, though the playlist goes on', async () => {
    const { engine, values, emit, ended } = open()
    engine.currentTime(0)
    await engine.play()
    values.time = 7.9
    emit('timeupdate')
    expect([engine.ended(), values.isPaused]).toEqual([false, false])
    values.time = 8.003
    emit('timeupdate')
    expect([engine.ended(), values.isPaused, ended.length]).toEqual([true, true, 1])
    expect(engine.currentTime()).toBe(6.5)
  })

  it('ends with its last picture, also where the engine is slow to tell', async () => {
    const { engine, values, emit } = open()
    const pictures = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    await engine.play()
    values.time = 7.5
    emit('timeupdate')
    values.time = 8.003
    await pictures()
    expect([engine.ended(), values.isPaused]).toEqual([true, true])
  })

  it('begins anew when it is played after its end, also by the browser itself', async () => {
    const { engine, whole, values, emit } = open()
    await engine.play()
    for (const play of [() => engine.play(), () => whole.play()]) {
      values.time = 9
      emit('timeupdate')
      expect(engine.ended()).toBe(true)
      await play()
      expect([engine.ended(), values.time]).toEqual([false, 1.5])
    }
  })

  it('goes round where it is told to', async () => {
    const { engine, values, emit, ended } = open(true)
    await engine.play()
    values.time = 8.1
    emit('timeupdate')
    expect([values.time, values.isPaused, ended.length]).toEqual([1.5, false, 0])
  })

  it('keeps the place that was chosen before the first play', async () => {
    const { engine, values, emit } = open()
    engine.currentTime(3)
    values.isPaused = false
    emit('play')
    values.time = 1.5 // what the playlist's own start does
    await Promise.resolve()
    expect(values.time).toBe(4.5)
  })

  it('leaves a video that is played whole as it is', () => {
    const fake = fakeEngine()
    const engine = playStretch(fake.engine, () => null)
    engine.currentTime(42)
    expect([fake.values.time, engine.currentTime(), engine.duration()]).toEqual([42, 42, 100])
  })
})
