import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDraftSaver } from '../../../../composables/upload/draft-saver'
import type { UploadDraft } from '../../../../composables/upload/upload-item'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(save = vi.fn((_id: string, _change: Partial<UploadDraft>) => Promise.resolve())) {
  const states: string[] = []
  const unsaved: Partial<UploadDraft>[] = []
  const drafts = createDraftSaver({
    save,
    onState: (state) => states.push(state),
    onUnsaved: (change) => unsaved.push(change),
  })
  return { drafts, save, states, unsaved }
}

describe('draft saver', () => {
  it('saves together what is typed in one go', async () => {
    const { drafts, save, states } = setUp()
    drafts.attach('u1', {})
    drafts.change({ title: 'L' })
    drafts.change({ title: 'Lesson' })
    drafts.change({ topic: 'languages' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(save.mock.calls).toEqual([['u1', { title: 'Lesson', topic: 'languages' }]])
    expect(states.at(-1)).toBe('saved')
  })

  it('waits for the upload to exist, and then saves only what it was not created with', async () => {
    const { drafts, save } = setUp()
    drafts.change({ title: 'Lesson', description: 'One' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(save).not.toHaveBeenCalled()
    drafts.attach('u1', { title: 'Lesson', description: '' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(save.mock.calls).toEqual([['u1', { description: 'One' }]])
  })

  it('keeps words that could not be saved, and newer ones over them', async () => {
    const save = vi.fn((_id: string, _change: Partial<UploadDraft>) => Promise.resolve())
    save.mockRejectedValueOnce(new Error('no answer'))
    const { drafts, states, unsaved } = setUp(save)
    drafts.attach('u1', {})
    drafts.change({ title: 'One', topic: 'a' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(states.at(-1)).toBe('error')
    expect(unsaved.at(-1)).toEqual({ title: 'One', topic: 'a' })
    drafts.change({ title: 'Two' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(save.mock.lastCall).toEqual(['u1', { title: 'Two', topic: 'a' }])
    expect(states.at(-1)).toBe('saved')
  })

  it('tries again by itself after a lost connection, but not after a refusal', async () => {
    const save = vi.fn((_id: string, _change: Partial<UploadDraft>) => Promise.resolve())
    save.mockRejectedValueOnce(Object.assign(new Error('bad'), { statusCode: 400 }))
    const { drafts } = setUp(save)
    drafts.attach('u1', {})
    drafts.change({ title: '\u202e' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(save).toHaveBeenCalledTimes(1)
  })

  it('loses nothing that is typed while a save is under way', async () => {
    let release = () => {}
    const save = vi.fn((_id: string, _change: Partial<UploadDraft>) => Promise.resolve())
    save.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)))
    const { drafts, states } = setUp(save)
    drafts.attach('u1', {})
    drafts.change({ title: 'One' })
    await vi.advanceTimersByTimeAsync(700)
    drafts.change({ title: 'Two' })
    await vi.advanceTimersByTimeAsync(700)
    release()
    await vi.advanceTimersByTimeAsync(700)
    expect(save.mock.calls.map(([, change]) => change)).toEqual([{ title: 'One' }, { title: 'Two' }])
    expect(states.at(-1)).toBe('saved')
  })

  it('saves at once when the page goes away', async () => {
    const { drafts, save } = setUp()
    drafts.attach('u1', {})
    drafts.change({ title: 'Last words' })
    void drafts.flush()
    await vi.advanceTimersByTimeAsync(0)
    expect(save).toHaveBeenCalledTimes(1)
  })
})
