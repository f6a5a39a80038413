import { z } from 'zod'
import { plainMessage } from '../composables/plain-messages.ts'

// In the browser only: on the server zod's settings are shared with the API, whose messages are its contract.
export default defineNuxtPlugin(() => {
  z.config({ customError: plainMessage })
})
