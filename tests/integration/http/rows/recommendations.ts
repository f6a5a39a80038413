import type { RouteRows } from '../../../support/routes/row.ts'
import { myClip, myVideo, otherPrivateClip, otherPrivateVideo } from '../../../support/routes/things.ts'

const rules = {
  multipliers: { earlyPenaltyHours: 12, goldenHours: 48, goldenImpressions: 300 },
  ranking: { exploration: 0.3, freshShare: 0.1, freshDays: 3, freshPlays: 10, firstPlayShare: 0.025, goalBonus: 0.25, gainBonus: 0.05 }, // prettier-ignore
}

/** Numbers behind the recommendations, for creators and administrators. */
export const recommendationRows: RouteRows = {
  'get /api/videos/{id}/recommendations': { own: myVideo, foreign: otherPrivateVideo },
  'get /api/clips/{id}/recommendations': { own: myClip, foreign: otherPrivateClip },
  'get /api/admin/recommendations': { queries: [{}, { days: '90' }] },
  'get /api/admin/queues/{username}': {
    own: async (world) => ({ username: (await world.makePerson()).username }),
    missing: { username: 'nobody-of-that-name' },
    allPublic: 'everybody has a queue, and administrators may look at it',
    queries: [{}, { topic: 'coffee' }],
  },
  'get /api/admin/recommendations/settings': {},
  'put /api/admin/recommendations/settings': { body: () => rules },
  'get /api/admin/recommendations/replay': {},
  'post /api/admin/recommendations/replay': {
    body: async () => {
      const { cancelReplay } = await import('../../../../server/recommendations/replay/ask-replay.ts')
      await cancelReplay()
      return rules
    },
  },
  'delete /api/admin/recommendations/replay': {},
}
