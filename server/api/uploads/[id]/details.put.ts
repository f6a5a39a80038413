import { UpdateUploadBody, UploadParams, UploadView } from '#shared/uploads'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { presentUpload } from '../../../uploads/present-upload.ts'
import { updateUploadDetails } from '../../../uploads/update-upload-details.ts'

export default defineEndpoint({
  summary:
    'Keeps title, description, topic and visibility while the bytes travel; later they go to the video.',
  actor: 'user',
  rate: 'write',
  params: UploadParams,
  body: UpdateUploadBody,
  response: UploadView,
  run: async ({ actor, params, body }) => presentUpload(await updateUploadDetails(actor, params.id, body)),
})
