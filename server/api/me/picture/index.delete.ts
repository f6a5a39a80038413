import { MeView } from '#shared/accounts'
import { getMe } from '../../../accounts/get-me.ts'
import { removePicture } from '../../../accounts/picture.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Remove your picture.',
  actor: 'user',
  rate: 'write',
  response: MeView,
  async run({ actor }) {
    await removePicture(actor.userId)
    return getMe(actor.userId)
  },
})
