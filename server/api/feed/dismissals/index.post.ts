import { DismissalBody } from '#shared/feed'
import { dismiss } from '../../../feed/dismiss.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Leaves an item, its topic or its creator out of your feed.',
  actor: 'user',
  rate: 'write',
  body: DismissalBody,
  run: ({ actor, body }) => dismiss(actor, body),
})
