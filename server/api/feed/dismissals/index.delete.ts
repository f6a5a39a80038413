import { DismissalBody } from '#shared/feed'
import { takeBackDismissal } from '../../../feed/dismiss.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lets an item, its topic or its creator into your feed again.',
  actor: 'user',
  rate: 'write',
  body: DismissalBody,
  run: ({ actor, body }) => takeBackDismissal(actor, body),
})
