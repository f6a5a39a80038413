import { createEvent, type H3Event } from 'h3'
import type { Reply } from '../http/reply.ts'

/** What Nuxt Content needs to ask its own database route: a GET without a body, and Nitro's local `$fetch`. */
export function contentEvent({ request, response }: Reply['raw']): H3Event {
  return Object.assign(createEvent(request, response), { $fetch })
}
