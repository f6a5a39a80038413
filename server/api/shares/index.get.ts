import { PageQuery } from '#shared/common'
import { SharePage } from '#shared/sharing'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findShares } from '../../sharing/find-shares.ts'

export default defineEndpoint({
  summary: 'Lists what your connections sent you, newest first.',
  actor: 'user',
  rate: 'read',
  query: PageQuery,
  response: SharePage,
  run: ({ actor, query }) => findShares(actor, query),
})
