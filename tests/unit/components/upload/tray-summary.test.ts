import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../support/words.ts'
import { summarizeUploads as summarize } from '../../../../components/upload/tray-summary'

const summarizeUploads = (items: Parameters<typeof summarize>[0]) => summarize(items, wordsOf('en'))
const upload = { phase: 'sending', sizeBytes: 100, sentBytes: 50, progress: 0 } as const

describe('summarizeUploads', () => {
  it('says nothing when there is nothing to wait for', () => {
    expect(summarizeUploads([])).toBeNull()
    expect(
      summarizeUploads([
        { ...upload, phase: 'ready' },
        { ...upload, phase: 'failed' },
      ]),
    ).toBeNull()
  })

  it('weighs uploads by their bytes', () => {
    const small = { ...upload, phase: 'waiting', sizeBytes: 300, sentBytes: 0 } as const
    expect(summarizeUploads([upload, small])).toMatchObject({ label: 'Uploading 2 videos', share: 0.125 })
  })

  it('speaks of bytes on their way before anything else', () => {
    const others = [{ ...upload, phase: 'paused' } as const, { ...upload, phase: 'preparing' } as const]
    expect(summarizeUploads([...others, upload])?.label).toBe('Uploading 1 video')
    expect(summarizeUploads(others)?.label).toBe('1 upload not finished')
  })

  it('says that a lost connection is waited for', () => {
    expect(summarizeUploads([{ ...upload, phase: 'offline' }])?.label).toBe('Upload waits for the connection')
  })

  it('shows how far the server is', () => {
    const preparing = { ...upload, phase: 'preparing', progress: 0.34 } as const
    expect(summarizeUploads([preparing])).toMatchObject({ label: 'Preparing 1 video', share: 0.34 })
  })
})
