import { SavedParams } from '#shared/saved'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { save } from '../../../saves/save.ts'

export default defineEndpoint({
  summary: 'Saves a video or a clip for later.',
  actor: 'user',
  rate: 'write',
  params: SavedParams,
  run: ({ actor, params }) => save(actor, params),
})
