import { createChance, spread } from './chance.ts'
import { COLD_VIDEO, HOT_SHARES, HOT_VIDEO, REST_SHARES, type Sizes } from './sizes.ts'

/** How much of what each video, clip and comment has, decided before anything is written: counters and rows agree. */
export interface Site {
  sizes: Sizes
  chance: () => number
  topicCount: number
  creatorCount: number
  /** By video. */
  views: Uint32Array
  likes: Uint32Array
  dislikes: Uint32Array
  comments: Uint32Array
  clips: Uint32Array
  /** By clip, by comment, by user. */
  clipLikes: Uint32Array
  commentLikes: Uint32Array
  followers: Uint32Array
  isPrivate(video: number): boolean
  uploaderOf(video: number): number
  topicOf(video: number): number
}

const TOPICS = 20
const SUBTOPICS = 5
export const TOPIC_COUNT = TOPICS * (SUBTOPICS + 1)

export function planSite(sizes: Sizes, seed: number): Site {
  const chance = createChance(seed)
  const { users, videos, clips, comments, engagements } = sizes
  const hot = {
    views: Math.floor(engagements * HOT_SHARES.views),
    likes: Math.floor(engagements * HOT_SHARES.likes),
  }
  const rest = engagements - hot.views - hot.likes
  const part = (share: number) => Math.floor(rest * share)
  const creatorCount = Math.max(20, Math.floor(users / 10))
  return {
    sizes,
    chance,
    topicCount: TOPIC_COUNT,
    creatorCount,
    views: withExtremes(spread(part(REST_SHARES.videoViews), videos, users), hot.views, chance),
    likes: withExtremes(spread(part(REST_SHARES.videoLikes), videos, users), hot.likes, chance),
    dislikes: withExtremes(spread(part(REST_SHARES.videoDislikes), videos, users), 0, chance),
    comments: withExtremes(spread(comments, videos, comments), Math.floor(comments / 20), chance),
    clips: spread(clips, videos, 400, 0.3),
    clipLikes: shuffled(spread(part(REST_SHARES.clipLikes), clips, users), chance),
    commentLikes: shuffled(spread(part(REST_SHARES.commentLikes), comments, users), chance),
    followers: spread(part(REST_SHARES.follows), creatorCount, users - 1),
    isPrivate: (video) => video > COLD_VIDEO && video % 20 === 7,
    uploaderOf: (video) => Math.floor((((video * 7919) % videos) / videos) ** 3 * creatorCount),
    topicOf: (video) => Math.floor((((video * 104_729) % videos) / videos) ** 2 * TOPIC_COUNT),
  }
}

/** The hot video has its own, the cold one none; what they had by chance goes to the video after them. */
function withExtremes(counts: Uint32Array, hot: number, chance: () => number): Uint32Array {
  const mixed = shuffled(counts, chance)
  mixed[HOT_VIDEO] = hot
  mixed[COLD_VIDEO] = 0
  return mixed
}

/** Popularity has nothing to do with age. */
function shuffled(counts: Uint32Array, chance: () => number): Uint32Array {
  for (let last = counts.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    ;[counts[last], counts[other]] = [counts[other]!, counts[last]!]
  }
  return counts
}

const WORDS = 'learn bees spring polish grammar guitar chord bread sourdough river chess opening knot sail piano scale paint water colour yoga breath garden soil stars orbit code loop tennis serve camera light story voice dance step wood joint metal forge map compass'.split(' ') // prettier-ignore

const VOCABULARY = 20_000
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ')

/** Some words everywhere and most of them hardly ever, as in any language: the n-th is used 1/n as often as the first. */
export function word(chance: () => number): string {
  const place = Math.floor(VOCABULARY ** chance()) - 1
  return WORDS[place] ?? invented(place)
}

function invented(place: number): string {
  const base = SYLLABLES.length
  return [
    place % base,
    Math.floor(place / base) % base,
    Math.floor(place / base ** 2) % base,
    (place * 7) % base,
  ]
    .map((syllable) => SYLLABLES[syllable]!)
    .join('')
}

export function sentence(chance: () => number, length: number): string {
  return Array.from({ length }, () => word(chance)).join(' ')
}

export function topicName(index: number): { combined: string; topic: string; sub: string | undefined } {
  const topic = WORDS[(index % TOPICS) + 2]!
  const place = Math.floor(index / TOPICS)
  const sub = place === 0 ? undefined : `part-${place}`
  return { combined: sub ? `${topic}/${sub}` : topic, topic, sub }
}
