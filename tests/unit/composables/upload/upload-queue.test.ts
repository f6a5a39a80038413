import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UploadView } from '#shared/uploads'
import { createLanes } from '../../../../composables/upload/lanes'
import { SendError, type SendOptions } from '../../../../composables/upload/send-file'
import type { UnfinishedUpload } from '../../../../composables/upload/unfinished-store'
import { createUploadQueue } from '../../../../composables/upload/upload-queue'
import type { QueueTools } from '../../../../composables/upload/upload-work'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(50)
const video = (name = 'lesson.mp4', size = 1000) =>
  new File([new Uint8Array(size)], name, { type: 'video/mp4', lastModified: 5 })

const view = (more: Partial<UploadView> = {}): UploadView => ({
  id: 'u1',
  filename: 'lesson.mp4',
  sizeBytes: 1000,
  originalSizeBytes: null,
  offsetBytes: 400,
  state: 'receiving',
  videoId: null,
  title: 'Lesson',
  description: '',
  topic: null,
  visibility: 'public',
  createdAt: '2026-11-21T00:00:00.000Z',
  ...more,
})

/** A server and a browser in memory; `attempts` are the sends, which the test ends one by one. */
function setUp(more: { kept?: UnfinishedUpload[]; listed?: UploadView[] } = {}) {
  const kept = new Map((more.kept ?? []).map((entry) => [entry.uploadId, entry]))
  const attempts: {
    options: SendOptions
    file: File
    resolve(): void
    reject(error: Error): void
    isStopped: boolean
  }[] = []
  const tools = {
    api: {
      preflight: vi.fn(() =>
        Promise.resolve({ ok: true, maxBytes: 1e9 } as { ok: boolean; maxBytes: number; message?: string }),
      ),
      list: vi.fn(() => Promise.resolve(more.listed ?? [])),
      find: vi.fn(() => Promise.resolve(view({ state: 'done', videoId: 'v1' }))),
      saveDetails: vi.fn(() => Promise.resolve()),
      videoStatus: vi.fn(() => Promise.resolve({ state: 'ready' as const, progress: 1, renditions: [] })),
    },
    store: {
      all: () => Promise.resolve([...kept.values()]),
      put: async (entry: UnfinishedUpload) => void kept.set(entry.uploadId, entry),
      remove: async (id: string) => void kept.delete(id),
    },
    lanes: createLanes(2),
    compress: vi.fn((file: File) => Promise.resolve({ file })),
    send: (file: File, options: SendOptions) => {
      let resolve = () => {}
      let reject: (error: Error) => void = () => {}
      const finished = new Promise<void>((yes, no) => {
        resolve = yes
        reject = no
      })
      const attempt = { options, file, resolve, reject, isStopped: false }
      attempts.push(attempt)
      return { finished, stop: async () => void (attempt.isStopped = true) }
    },
    terminate: vi.fn(() => Promise.resolve()),
    openPrivateFile: vi.fn(() => Promise.resolve(null as File | null)),
    removePrivateFile: vi.fn(() => Promise.resolve()),
    now: () => Date.now(),
    random: () => 0.5,
  } satisfies QueueTools
  return { queue: createUploadQueue(tools), tools, attempts, kept }
}

describe('upload queue', () => {
  it('takes a file from the first question to the ready video, and keeps nothing in the browser after it', async () => {
    const { queue, attempts, kept } = setUp()
    queue.add([video()])
    await settle()
    expect(queue.items.value[0]?.phase).toBe('sending')
    expect(queue.isSending.value).toBe(true)
    attempts[0]?.options.onCreated('u1')
    await settle()
    expect(kept.has('u1')).toBe(true)
    attempts[0]?.options.onProgress(1000)
    attempts[0]?.resolve()
    await vi.advanceTimersByTimeAsync(3000)
    expect(queue.items.value[0]).toMatchObject({ phase: 'ready', videoId: 'v1' })
    expect(queue.isSending.value).toBe(false)
    expect(kept.size).toBe(0)
  })

  it('sends not a byte of a file that the server will not take', async () => {
    const { queue, tools, attempts } = setUp()
    tools.api.preflight.mockResolvedValueOnce({ ok: false, maxBytes: 1, message: 'This file is empty.' })
    queue.add([video()])
    await settle()
    expect(queue.items.value[0]).toMatchObject({ phase: 'refused', message: 'This file is empty.' })
    expect(attempts).toHaveLength(0)
  })

  it('pauses, and goes on where it was', async () => {
    const { queue, attempts } = setUp()
    queue.add([video()])
    await settle()
    attempts[0]?.options.onCreated('u1')
    attempts[0]?.options.onProgress(300)
    const key = queue.items.value[0]?.key ?? ''
    queue.pause(key)
    await settle()
    expect(attempts[0]?.isStopped).toBe(true)
    expect(queue.items.value[0]).toMatchObject({ phase: 'paused', sentBytes: 300 })
    queue.resume(key)
    await settle()
    expect(attempts[1]?.options.uploadId).toBe('u1')
    expect(queue.items.value[0]?.phase).toBe('sending')
  })

  it('gets through a lost connection by itself, waiting longer each time', async () => {
    const { queue, attempts } = setUp()
    queue.add([video()])
    await settle()
    attempts[0]?.options.onCreated('u1')
    for (let failure = 0; failure < 12; failure++) {
      attempts.at(-1)?.reject(new SendError(null, 'gone'))
      await settle()
      expect(queue.items.value[0]?.phase).toBe('offline')
      await vi.advanceTimersByTimeAsync(31_000)
    }
    expect(attempts).toHaveLength(13)
    attempts.at(-1)?.resolve()
    await vi.advanceTimersByTimeAsync(3000)
    expect(queue.items.value[0]?.phase).toBe('ready')
  })

  it('stops at a plain no, and can be tried again without losing what was sent', async () => {
    const { queue, attempts } = setUp()
    queue.add([video()])
    await settle()
    attempts[0]?.options.onCreated('u1')
    attempts[0]?.reject(new SendError(401, 'Log in to do this.'))
    await settle()
    expect(queue.items.value[0]).toMatchObject({
      phase: 'failed',
      message: 'Log in to do this.',
      canRetry: true,
    })
    queue.retry(queue.items.value[0]?.key ?? '')
    await settle()
    expect(attempts[1]?.options.uploadId).toBe('u1')
  })

  it('sends two at a time, the rest waiting', async () => {
    const { queue, attempts } = setUp()
    queue.add([video('a.mp4'), video('b.mp4'), video('c.mp4')])
    await settle()
    expect(attempts).toHaveLength(2)
    expect(queue.items.value.map((item) => item.phase)).toEqual(['waiting', 'sending', 'sending'])
    queue.pause(queue.items.value[2]?.key ?? '')
    await settle()
    expect(attempts).toHaveLength(3)
  })

  it('cancels here and on the server', async () => {
    const { queue, tools, attempts, kept } = setUp()
    queue.add([video()])
    await settle()
    attempts[0]?.options.onCreated('u1')
    await queue.cancel(queue.items.value[0]?.key ?? '')
    expect(queue.items.value).toHaveLength(0)
    expect(tools.terminate).toHaveBeenCalledWith('u1')
    expect(kept.size).toBe(0)
  })

  it('sends what was typed before, and saves what is typed while bytes travel', async () => {
    const { queue, tools, attempts } = setUp()
    queue.add([video()])
    const key = queue.items.value[0]?.key ?? ''
    queue.saveDraft(key, { title: 'First lesson' })
    await settle()
    expect(attempts[0]?.options.metadata).toMatchObject({ title: 'First lesson', filename: 'lesson.mp4' })
    attempts[0]?.options.onCreated('u1')
    queue.saveDraft(key, { topic: 'languages' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(tools.api.saveDetails).toHaveBeenCalledExactlyOnceWith('u1', { topic: 'languages' })
    expect(queue.items.value[0]?.draftState).toBe('saved')
  })

  describe('after a reload', () => {
    it('asks for the file again, takes only the same one, and goes on', async () => {
      const { queue, attempts } = setUp({ listed: [view()] })
      await queue.load()
      expect(queue.items.value[0]).toMatchObject({ phase: 'needs_file', sentBytes: 400 })
      expect(await queue.chooseFile('u1', video('other.mp4'))).toMatchObject({ ok: false })
      expect(await queue.chooseFile('u1', video('lesson.mp4', 999))).toMatchObject({ ok: false })
      expect(await queue.chooseFile('u1', video())).toEqual({ ok: true })
      await settle()
      expect(attempts[0]?.options.uploadId).toBe('u1')
    })

    it('refuses a file that was changed since', async () => {
      const { queue } = setUp({
        listed: [view()],
        kept: [{ uploadId: 'u1', filename: 'lesson.mp4', lastModified: 4 }],
      })
      await queue.load()
      expect(await queue.chooseFile('u1', video())).toMatchObject({ ok: false })
    })

    it('goes on by itself with what lies compressed in the browser', async () => {
      const compressed = new File([new Uint8Array(1000)], 'x.gz')
      const encoding = {
        name: 'gzip' as const,
        originalSizeBytes: 9000,
        originalSha256: 'a'.repeat(64),
        privateName: 'x.gz',
      }
      const { queue, tools, attempts } = setUp({
        listed: [view({ originalSizeBytes: 9000 })],
        kept: [{ uploadId: 'u1', filename: 'lesson.mp4', lastModified: 5, encoding }],
      })
      tools.openPrivateFile.mockResolvedValue(compressed)
      await queue.load()
      expect(queue.items.value[0]?.phase).toBe('paused')
      queue.resume('u1')
      await settle()
      expect(attempts[0]?.file).toBe(compressed)
      expect(attempts[0]?.options.uploadId).toBe('u1')
    })

    it('starts a compressed upload again when only the original is left', async () => {
      const { queue, tools, attempts } = setUp({ listed: [view({ originalSizeBytes: 9000 })] })
      await queue.load()
      expect(await queue.chooseFile('u1', video('lesson.mp4', 9000))).toEqual({ ok: true })
      await settle()
      expect(tools.terminate).toHaveBeenCalledWith('u1')
      expect(attempts[0]?.options.uploadId).toBeNull()
    })

    it('saves words that were typed before it and not kept', async () => {
      const { queue, tools } = setUp({
        listed: [view()],
        kept: [
          { uploadId: 'u1', filename: 'lesson.mp4', lastModified: 5, unsavedDraft: { title: 'Better' } },
        ],
      })
      await queue.load()
      await vi.advanceTimersByTimeAsync(1000)
      expect(queue.items.value[0]?.draft.title).toBe('Better')
      expect(tools.api.saveDetails).toHaveBeenCalledWith('u1', { title: 'Better' })
    })

    it('forgets what has ended meanwhile', async () => {
      const { queue, kept } = setUp({
        listed: [view({ state: 'done', videoId: 'v1' })],
        kept: [{ uploadId: 'u1', filename: 'lesson.mp4', lastModified: 5 }],
      })
      await queue.load()
      expect(queue.items.value).toHaveLength(0)
      expect(kept.size).toBe(0)
    })
  })
})
