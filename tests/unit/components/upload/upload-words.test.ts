import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../support/words.ts'
import { actionsOf } from '../../../../components/upload/upload-actions'
import { describeUpload } from '../../../../components/upload/upload-words'

const reader = { t: wordsOf('en'), locale: 'en' }
const facts = {
  sizeBytes: 612_000_000,
  sentBytes: 306_000_000,
  bytesPerSecond: 12_300_000,
  secondsLeft: 25,
  progress: 0.34,
  compressedShare: 0.4,
}

describe('describeUpload', () => {
  it('tells how much, how fast and how long while bytes travel', () => {
    expect(describeUpload({ ...facts, phase: 'sending' }, reader)).toMatchObject({
      status: 'Uploading',
      detail: '306 MB of 612 MB · 12.3 MB/s · 25 s left',
      share: 0.5,
    })
  })

  it('leaves out what is not known yet', () => {
    const words = describeUpload({ ...facts, phase: 'sending', bytesPerSecond: 0, secondsLeft: null }, reader)
    expect(words.detail).toBe('306 MB of 612 MB')
  })

  it.each([
    ['compressing', 'Compressing before sending', 0.4],
    ['preparing', 'Preparing', 0.34],
    ['playable', 'Playable', 0.34],
    ['ready', 'Ready', null],
    ['needs_file', 'Not finished', 0.5],
  ] as const)('%s reads %s', (phase, status, share) => {
    expect(describeUpload({ ...facts, phase }, reader)).toMatchObject({ status, share })
  })

  it('passes on the reason of a refusal', () => {
    const message = 'This file is 25 GB; the largest one accepted is 20 GB.'
    expect(describeUpload({ ...facts, phase: 'refused', message }, reader).detail).toBe(message)
  })

  it('never divides by an empty file', () => {
    expect(describeUpload({ ...facts, phase: 'paused', sizeBytes: 0 }, reader).share).toBe(0)
  })
})

describe('actionsOf', () => {
  it('offers to try again only where that can help', () => {
    expect(actionsOf({ phase: 'failed', canRetry: true }).has('retry')).toBe(true)
    expect(actionsOf({ phase: 'failed', canRetry: false }).has('retry')).toBe(false)
  })

  it('lets nobody cancel what the server already has', () => {
    expect([...actionsOf({ phase: 'finishing', canRetry: true })]).toEqual([])
  })
})
