import { IdParams } from '#shared/common'
import { StorageView } from '#shared/storage'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getStorage } from '../../../tiers/find-storage.ts'

export default defineEndpoint({
  summary: 'Says where a video of yours lies, why, what happens to it next, and where its copy is.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  response: StorageView,
  run: ({ actor, params }) => getStorage(actor, params.id),
})
