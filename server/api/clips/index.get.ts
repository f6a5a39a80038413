import { ClipPage, ListClipsQuery } from '#shared/clips'
import { listClips } from '../../clips/find-clips.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { presentClipPage } from '../../clips/present-clips.ts'

export default defineEndpoint({
  summary:
    'Lists the clips that everybody can watch, newest first; of one topic and its subtopics when told.',
  actor: 'guest',
  rate: 'read',
  query: ListClipsQuery,
  response: ClipPage,
  run: async ({ actor, query }) => presentClipPage(actor, await listClips(actor, query)),
})
