import { announceChange } from '../changes.ts'
import { EngineCall } from './engine/engine-call.model.ts'
import { RecommendationEvent } from './engine/event-log.model.ts'
import { Recommendation } from './recommendation.model.ts'
import { UserAffinity } from './user-affinity.model.ts'

/** Everything these rooms keep of one person: at most one row of each kind. */
export async function* exportRecommendationsBy(userId: string): AsyncIterable<object> {
  const [affinities, queue] = await Promise.all([
    UserAffinity.findOne({ userId }).lean(),
    Recommendation.findOne({ userId }).lean(),
  ])
  if (affinities) yield { kind: 'user-affinities', ...affinities }
  for await (const { happening, at } of eventsOf(userId))
    yield { kind: 'recommendation-events', happening, at }
  if (queue) yield { kind: 'recommendations', ...queue }
}

export async function eraseRecommendationsBy(userId: string): Promise<void> {
  await UserAffinity.deleteOne({ userId })
  await Recommendation.deleteOne({ userId })
  announceChange('queues', { userIds: [userId] })
  await RecommendationEvent.deleteMany({ userId })
  await EngineCall.deleteMany({ userId })
}

/** What the engine learnt from; one by one, since there may be many. */
function eventsOf(userId: string) {
  return RecommendationEvent.find({ userId }).sort({ _id: 1 }).lean().cursor()
}
