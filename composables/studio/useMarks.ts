import type { StretchView } from '#shared/studio'
import { timesProblem } from '~/composables/clip/clip-draft'
import { readStored, writeStored } from '~/composables/player/stored'

export interface Marks {
  start: number | null
  end: number | null
  title: string
  topic: string | null
}

const keyOf = (videoId: string) => `clipway:marks:${videoId}`
const isMoment = (value: unknown) => value === null || (typeof value === 'number' && value >= 0)

/** The stretch that is being marked in a video, in seconds. It survives a reload, in this browser. */
export function useMarks(videoId: string, duration: () => number, topic: () => string | null) {
  const empty = (): Marks => ({ start: null, end: null, title: '', topic: topic() })
  const marks = reactive<Marks>(empty())

  const problem = computed(() => timesProblem(marks.start, marks.end, duration()))
  const stretch = computed<StretchView | null>(() =>
    marks.start !== null && marks.end !== null && !problem.value
      ? { startSeconds: marks.start, endSeconds: marks.end }
      : null,
  )

  onMounted(() => {
    const stored = readStored(keyOf(videoId))
    if (isMarks(stored)) Object.assign(marks, stored)
    watch(marks, () => writeStored(keyOf(videoId), { ...marks }))
  })

  const clear = () => void Object.assign(marks, empty())
  return { marks, problem, stretch, clear }
}

function isMarks(value: unknown): value is Marks {
  if (typeof value !== 'object' || value === null) return false
  const { start, end, title, topic } = value as Record<string, unknown>
  return (
    isMoment(start) &&
    isMoment(end) &&
    typeof title === 'string' &&
    (topic === null || typeof topic === 'string')
  )
}
