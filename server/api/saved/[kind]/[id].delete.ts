import { SavedParams } from '#shared/saved'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { unsave } from '../../../saves/save.ts'

export default defineEndpoint({
  summary: 'Takes a video or a clip out of what you saved.',
  actor: 'user',
  rate: 'write',
  params: SavedParams,
  run: ({ actor, params }) => unsave(actor, params),
})
