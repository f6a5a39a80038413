import { randomUUID } from 'node:crypto'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import { publishedClips } from '../../../support/feed.ts'
import { makeTopic } from '../../../support/routes/things.ts'
import type { World } from '../../../support/routes/world.ts'
import { publishedVideo } from '../../../support/videos.ts'

/** Clips and a video without clips in a subtopic, which has another beside it. */
async function subtopic({ other }: World) {
  const above = `feed-${randomUUID().slice(0, 8)}`
  const name = `${above}/first`
  for (const combinedTopicName of [above, name, `${above}/second`]) await makeTopic({ combinedTopicName })
  await publishedClips(other.id, [name, name, `${above}/second`])
  await publishedVideo(other.id, { topic: name })
  return { name }
}

const feed: RouteRow = {
  async own(world) {
    await subtopic(world)
    return {}
  },
  queries: [{}, { again: 'true' }],
}

export const feedRows: RouteRows = {
  'get /api/feed': feed,
  'get /api/feed/topics/{name}': {
    own: subtopic,
    allPublic: 'topics belong to everybody, and show each person what they may see',
    missing: { name: 'no-such-topic/at-all' },
    queries: [{}, { again: 'true' }],
  },
}
