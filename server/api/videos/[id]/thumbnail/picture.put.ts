import { IdParams, NoQuery } from '#shared/common'
import { THUMBNAIL_MAX_BYTES } from '#shared/studio'
import { VideoView } from '#shared/videos'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { readBodyBytes } from '../../../../http/read-body-bytes.ts'
import { sendJson } from '../../../../http/send-json.ts'
import { requireEditable, uploadThumbnail } from '../../../../videos/choose-thumbnail.ts'
import { presentOneVideo } from '../../../../videos/present-videos.ts'

export default defineEndpoint({
  summary:
    'Sets the picture of your video: the bytes of a JPEG, PNG, WebP, GIF or AVIF file of at most 10 MB. Its metadata is removed.',
  actor: 'user',
  rate: 'picture',
  params: IdParams,
  query: NoQuery,
  response: VideoView,
  raw: true,
  contentTypes: ['application/json'],
  audit: 'UPDATE_VIDEO',
  async run({ actor, params, reply }) {
    await requireEditable(actor, params.id)
    const bytes = await readBodyBytes(reply.raw.request, THUMBNAIL_MAX_BYTES)
    const video = await uploadThumbnail(actor, params.id, bytes)
    sendJson(reply.raw.response, await presentOneVideo(actor, video))
  },
})
