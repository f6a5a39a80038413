import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import UploadCard from '~/components/upload/Card.vue'
import type { UploadItem } from '~/composables/upload/upload-item'

const item: UploadItem = {
  key: 'one',
  uploadId: 'u1',
  filename: 'lesson.mp4',
  sizeBytes: 600_000_000,
  phase: 'sending',
  sentBytes: 300_000_000,
  bytesPerSecond: 12_000_000,
  secondsLeft: 25,
  compressedShare: null,
  progress: 0,
  videoId: null,
  canRetry: false,
  draft: { title: 'Lesson', description: '', topic: null, visibility: 'public' },
  draftState: 'saved',
}
const wrongFile = 'This is another file. Choose lesson.mp4.'

registerEndpoint('/api/topics', () => ({ items: [], nextCursor: null }))

function open(change: Partial<UploadItem> = {}) {
  return mountSuspended(UploadCard, {
    props: {
      item: { ...item, ...change },
      open: true,
      chooseFile: async () => ({ ok: false as const, message: wrongFile }),
    },
  })
}

describe('the card of an upload', () => {
  it('shows how far, how fast and how long', async () => {
    const card = await open()
    expect(card.text()).toContain('300 MB of 600 MB · 12.0 MB/s · 25 s left')
    expect(card.get('[role=progressbar]').attributes('aria-valuenow')).toBe('50')
  })

  it('pauses and resumes', async () => {
    const sending = await open()
    await sending.get('[aria-label="Pause lesson.mp4"]').trigger('click')
    expect(sending.emitted('pause')).toHaveLength(1)
    const paused = await open({ phase: 'paused' })
    await paused.get('[aria-label="Resume lesson.mp4"]').trigger('click')
    expect(paused.emitted('resume')).toHaveLength(1)
  })

  it('asks before it throws away bytes that were sent', async () => {
    const card = await open()
    await card.get('[aria-label="Cancel the upload of lesson.mp4"]').trigger('click')
    expect(card.emitted('cancel')).toBeUndefined()
    const fresh = await open({ sentBytes: 0 })
    await fresh.get('[aria-label="Cancel the upload of lesson.mp4"]').trigger('click')
    expect(fresh.emitted('cancel')).toHaveLength(1)
  })

  it('reads out the state, not every percent', async () => {
    const card = await open()
    const [status] = card.findAll('[role=status]')
    expect(status?.text()).toBe('lesson.mp4: Uploading')
    await card.setProps({ item: { ...item, sentBytes: 301_000_000 } })
    expect(status?.text()).toBe('lesson.mp4: Uploading')
  })

  it('saves what is typed, and keeps an empty title to itself', async () => {
    const card = await open()
    const [title] = card.findAll('input')
    await title?.setValue('The first five signs')
    expect(card.emitted('save')).toEqual([[{ title: 'The first five signs' }]])
    await title?.setValue('')
    expect(card.emitted('save')).toHaveLength(1)
    expect(card.text()).toContain('Please fill this in')
  })

  it('does not overwrite what is being typed with an answer of the server', async () => {
    const card = await open()
    await card.findAll('input')[0]?.setValue('Typed')
    await card.setProps({
      item: { ...item, draft: { ...item.draft, title: 'Lesson' }, draftState: 'saving' },
    })
    expect(card.findAll('input')[0]?.element.value).toBe('Typed')
  })

  it('offers to watch as soon as it is playable', async () => {
    const card = await open({ phase: 'playable', progress: 0.34, videoId: 'a'.repeat(24) })
    expect(card.get('a').attributes('href')).toBe(`/watch/${'a'.repeat(24)}`)
    expect(card.text()).toContain('34 %')
  })

  it('says why it failed, and offers no form for what is lost', async () => {
    const card = await open({ phase: 'failed', message: 'There is no picture in this file.' })
    expect(card.text()).toContain('There is no picture in this file.')
    expect(card.find('textarea').exists()).toBe(false)
  })

  it('asks for the file again after a reload, and says when it is another one', async () => {
    const card = await open({ phase: 'needs_file' })
    const input = card.get<HTMLInputElement>('input[type=file]')
    const file = new File(['x'], 'other.mp4')
    Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
    await input.trigger('change')
    await expect.poll(() => card.text()).toContain(wrongFile)
  })
})
