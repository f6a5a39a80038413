import type { Ranker } from './ranker.ts'

/** Clips to rank, one column a field, so that a scan of them touches memory once and in order. */
export interface Candidates {
  clip: Int32Array
  topic: Int32Array
  /** Second topic, or -1. */
  second: Int32Array
  creator: Int32Array
  video: Int32Array
  part: Int32Array
  level: Float32Array
  publishedAt: Float32Array
  /** What everybody thinks of it, in log-odds, and how unsure that is for somebody who does not know its creator. */
  quality: Float32Array
  deviation: Float32Array
}

/** Reads what is known of these clips now. Numbers of no clip are left out. */
export function packCandidates(ranker: Ranker, numbers: Iterable<number>): Candidates {
  const { catalogue, clips, videos, creators, tastes } = ranker
  const known = Int32Array.from([...numbers].filter((number) => catalogue.clips[number]))
  const packed: Candidates = {
    clip: known,
    topic: new Int32Array(known.length),
    second: new Int32Array(known.length),
    creator: new Int32Array(known.length),
    video: new Int32Array(known.length),
    part: new Int32Array(known.length),
    level: new Float32Array(known.length),
    publishedAt: new Float32Array(known.length),
    quality: new Float32Array(known.length),
    deviation: new Float32Array(known.length),
  }
  for (let k = 0; k < known.length; k++) {
    const clip = catalogue.clips[known[k]!]!
    const { clip: number, video, creator } = clip
    packed.topic[k] = clip.likelyTopic
    packed.second[k] = clip.secondTopic
    packed.creator[k] = creator
    packed.video[k] = video
    packed.part[k] = clip.part
    packed.level[k] = clip.likelyLevel
    packed.publishedAt[k] = clip.publishedAt
    packed.quality[k] = clips.mean[number]! + videos.mean[video]! + creators.mean[creator]!
    const variance = clips.variance[number]! + videos.variance[video]! + creators.variance[creator]!
    packed.deviation[k] = Math.sqrt(variance + tastes.prior)
  }
  return packed
}
