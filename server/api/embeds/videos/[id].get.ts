import { IdParams } from '#shared/common'
import { EmbedView } from '#shared/embed'
import { findEmbed } from '../../../delivery/find-embed.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives what the player page of a public video on another site shows.',
  actor: 'anyone',
  rate: 'read',
  params: IdParams,
  response: EmbedView,
  run: ({ params }) => findEmbed({ kind: 'video', id: params.id }),
})
