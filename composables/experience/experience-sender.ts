import type { ExperienceEvent } from '#shared/experience'
import { sendBeacon } from '../player/send-beacon'

const PATH = '/api/experience'
/** What the server takes at once; fifty events are some 20 kB, within what a beacon may carry. */
const MAX_EVENTS = 50
const WAIT_MS = 15_000

const waiting: ExperienceEvent[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let isListening = false

/** Goes with the next batch: after a while, when there are many, or when the page is hidden and may never be seen again. */
export function tellExperience(event: ExperienceEvent): void {
  waiting.push(event)
  listen()
  timer ??= setTimeout(flushExperience, WAIT_MS)
  if (waiting.length >= MAX_EVENTS || document.visibilityState === 'hidden') flushExperience()
}

/** One lost batch is no one's trouble: nothing is tried again. */
export function flushExperience(): void {
  clearTimeout(timer)
  timer = undefined
  while (waiting.length > 0) sendBeacon(PATH, { events: waiting.splice(0, MAX_EVENTS) })
}

/** For as long as the page lives: players come and go. */
function listen(): void {
  if (isListening) return
  isListening = true
  addEventListener('pagehide', flushExperience)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushExperience()
  })
}
