import { SEARCH_KINDS } from '#shared/search-kinds'
import type { RouteRows } from '../../../support/routes/row.ts'
import { makeTopic, myVideo, otherVideo } from '../../../support/routes/things.ts'
import { Topic } from '../../../../server/topics/topic.model.ts'

async function topicName(): Promise<string> {
  const { id } = await makeTopic()
  return (await Topic.findById(id).orFail()).combinedTopicName
}

export const searchRows: RouteRows = {
  'get /api/search': { queries: SEARCH_KINDS.map((kind) => ({ q: 'bees', kind })) },
  'get /api/search/suggestions': { queries: [{ q: 'be' }] },

  'get /api/me/affinities': {},
  'patch /api/me/affinities': { body: async () => ({ topic: await topicName(), action: 'pin' }) },
  'delete /api/me/affinities': {},
  // a public one as well: who did not make it is told as if it were not there
  'get /api/videos/{id}/affinities': { own: myVideo, foreign: otherVideo },

  'get /api/recommendations': {},
  'put /api/recommendations': {
    body: async (world) => ({ topicSequences: { all: [(await myVideo(world)).id] } }),
  },
  'delete /api/recommendations': {},
}
