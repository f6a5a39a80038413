import { NotFound } from '../errors.ts'
import { defineEndpoint } from '../http/define-endpoint.ts'

/** Without it an unknown API path would be rendered as a page. */
export default defineEndpoint({
  summary: 'There is nothing here.',
  actor: 'open',
  rate: 'read',
  isDocumented: false,
  run() {
    throw new NotFound('There is nothing at this address, or not for this method.')
  },
})
