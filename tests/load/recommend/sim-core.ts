import { seededRandom, type Random } from '../../../server/recommendations/core/random.ts'
import { packCandidates } from '../../../server/recommendations/core/online/candidates.ts'
import { rankSlate } from '../../../server/recommendations/core/online/rank-slate.ts'
import {
  addToRanker,
  newRanker,
  observe,
  userOf,
  type Ranker,
} from '../../../server/recommendations/core/online/ranker.ts'

/** What the simulator shows of the world; see its README. */
interface Environment {
  topics: { id: number; area: number; prereq: number }[]
  R: () => number
}
interface Observed {
  id: number
  video: number
  k: number
  creator: number
  day: number
  topic: number
  topic2: number
  level: number
  nsfw: boolean
}
interface Person {
  id: number
  onboard: number[]
  nsfwOk: boolean
  seen: Set<number>
}
interface Feedback {
  watch: number
  like: number
  dislike: number
  hot: number
}

const LEVELS = 4

export class SimPolicy {
  ranker: Ranker
  clips: Observed[] = []
  random: Random
  today = 0
  constructor(environment: Environment) {
    const topics = environment.topics.map(({ id, area, prereq }) => ({
      topic: id,
      area,
      prerequisite: prereq,
    }))
    this.ranker = newRanker(topics)
    this.random = seededRandom(Math.floor(environment.R() * 2 ** 32))
  }

  onClip(clip: Observed) {
    this.clips.push(clip)
    addToRanker(this.ranker, {
      clip: clip.id,
      video: clip.video,
      part: clip.k,
      creator: clip.creator,
      publishedAt: clip.day,
      topic: clip.topic,
      secondTopic: clip.topic2,
      level: (clip.level + 0.5) / LEVELS,
      isNsfw: clip.nsfw,
    })
  }

  refill(person: Person, count: number, { day, tier }: { day: number; tier: (clip: number) => string }) {
    this.today = day
    const isAllowed = (clip: Observed) => !person.seen.has(clip.id) && (person.nsfwOk || !clip.nsfw)
    const numbers = this.clips.filter(isAllowed).map(({ id }) => id)
    return rankSlate(this.ranker, userOf(this.ranker, person.id, person.onboard), {
      candidates: packCandidates(this.ranker, numbers),
      isOut: () => false,
      count,
      now: day,
      isHot: (clip) => tier(clip) === 'HOT',
      random: this.random,
    }).map((item) => item.clip)
  }

  onEvent(person: Person, { id }: Observed, { watch, like, dislike, hot }: Feedback) {
    const user = userOf(this.ranker, person.id, person.onboard)
    observe(this.ranker, user, id, { watch, isLiked: like > 0, isDisliked: dislike > 0 }, { isHot: hot !== 0, at: this.today }) // prettier-ignore
  }
}
