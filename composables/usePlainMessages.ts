import { z } from 'zod'
import { plainMessage } from '~/composables/plain-messages'

/**
 * What a form checks by a schema is said in plain words of the reader's language. In the browser only: on the server
 * zod's settings are shared with the API, whose messages are its contract. Called by whatever checks a form, so that a
 * page without forms comes without zod.
 */
export function usePlainMessages(): void {
  const { $i18n } = useNuxtApp()
  if (import.meta.client) z.config({ customError: (issue) => plainMessage(issue, $i18n.t) })
}
