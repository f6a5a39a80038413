import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody, setResponseStatus } from 'h3'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CreateClipBody } from '#shared/clips'
import { useClipMaking } from '~/composables/studio/useClipMaking'
import { useToast } from '#imports'
import { clipView } from '../support/clip-view'

const videoId = '65f0000000000000000000ab'
const deleted: string[] = []
registerEndpoint(`/api/videos/${videoId}/clips`, {
  method: 'POST',
  handler: async (event) => {
    const body = await readBody<CreateClipBody>(event)
    if (body.title !== 'refused') return clipView({ ...body, topic: null, id: `c-${body.title}` })
    setResponseStatus(event, 422)
    return { error: { code: 'unprocessable', message: 'A clip lasts at least 1 second.', requestId: 'r' } }
  },
})
for (const title of ['one', 'two'])
  registerEndpoint(`/api/clips/c-${title}`, {
    method: 'DELETE',
    handler: () => ({ count: deleted.push(title) }),
  })

const body = (title: string, startSeconds: number): CreateClipBody => ({
  title,
  startSeconds,
  endSeconds: startSeconds + 20,
  description: '',
})

async function open() {
  const list = { put: vi.fn(), drop: vi.fn() }
  let making!: ReturnType<typeof useClipMaking>
  const Host = defineComponent({
    setup() {
      making = useClipMaking(videoId, list)
      return () => h('i')
    },
  })
  await mountSuspended(Host)
  return { ...list, making, toasts: useToast().toasts }
}

beforeEach(() => {
  useToast().clear()
  deleted.length = 0
})

it('shows clips that are on their way, and says which were not made: the refused one and all behind it', async () => {
  const { making, put, toasts } = await open()
  const wanted = [body('one', 0), body('refused', 30), body('two', 60)]
  const working = making.make(wanted)
  expect(making.pending.value).toEqual(wanted)
  expect(await working).toEqual(wanted.slice(1))
  expect(making.pending.value).toEqual([])
  expect(put.mock.calls.map(([clip]) => clip.title)).toEqual(['one'])
  const said = () => toasts.value.map(({ title, description }) => `${title} ${description ?? ''}`)
  await expect
    .poll(said)
    .toEqual([expect.stringContaining('at least 1 second'), expect.stringContaining('“one” is a clip now')])
})

it('takes back all that were made together', async () => {
  const { making, drop, toasts } = await open()
  await making.make([body('one', 0), body('two', 30)])
  await expect.poll(() => toasts.value.length).toBe(1)
  const made = toasts.value.find(({ title }) => title === '2 clips were made')
  const [undo] = made?.actions ?? []
  void (undo?.onClick as unknown as () => void)()
  await expect.poll(() => deleted).toEqual(['one', 'two'])
  expect(drop.mock.calls.map(([id]) => id)).toEqual(['c-one', 'c-two'])
})
