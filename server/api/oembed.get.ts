import { OEmbedQuery, OEmbedView } from '#shared/embed'
import { config } from '../config.ts'
import { describeLink } from '../delivery/oembed.ts'
import { defineEndpoint } from '../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives the code to embed a public video or clip by its link (oEmbed 1.0).',
  actor: 'anyone',
  rate: 'read',
  query: OEmbedQuery,
  response: OEmbedView,
  run({ query, reply }) {
    // public facts alone: an editor in a browser may ask as well as a server
    reply.header('access-control-allow-origin', '*')
    return describeLink(config().url, query)
  },
})
