import { TokenList } from '#shared/accounts'
import { listTokens } from '../../../accounts/list-tokens.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Your API tokens, newest first; the tokens themselves are not shown again.',
  actor: 'user',
  rate: 'read',
  response: TokenList,
  run: async ({ actor }) => ({ items: await listTokens(actor), nextCursor: null }),
})
