import { CreateTokenBody, NewTokenView } from '#shared/accounts'
import { createToken } from '../../../accounts/create-token.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Make an API token with scopes of your own or fewer. It is shown this once.',
  actor: 'user',
  rate: 'write',
  body: CreateTokenBody,
  response: NewTokenView,
  status: 201,
  audit: 'CREATE_TOKEN',
  run: ({ actor, body }) => createToken(actor, body),
})
