import { z } from 'zod'
import { plainMessage } from '../composables/plain-messages.ts'

// In the browser only: on the server zod's settings are shared with the API, whose messages are its contract.
export default defineNuxtPlugin(({ $i18n }) => {
  z.config({ customError: (issue) => plainMessage(issue, $i18n.t) })
})
