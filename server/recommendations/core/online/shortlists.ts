import { selectTop } from '../offline/neighbours.ts'
import { packCandidates, type Candidates } from './candidates.ts'
import type { Ranker } from './ranker.ts'

/** The most promising clips of each topic, best first: what a refresh looks at instead of the whole catalogue. */
export interface Shortlists {
  byTopic: Candidates[]
}

export const SHORTLIST_LENGTH = 400

/**
 * Taken anew every few minutes, not for every viewer: by what everybody thinks of a clip, with room above for what is
 * not known yet (an upper bound), so that new clips get in.
 */
export function makeShortlists(ranker: Ranker, length = SHORTLIST_LENGTH): Shortlists {
  const { catalogue, clips, videos, creators } = ranker
  const members = catalogue.topics.map((): number[] => [])
  const promise = new Float64Array(catalogue.clips.length)
  for (const clip of catalogue.clips) {
    if (!clip) continue
    const mean = clips.mean[clip.clip]! + videos.mean[clip.video]! + creators.mean[clip.creator]!
    const variance = clips.variance[clip.clip]! + videos.variance[clip.video]! + creators.variance[clip.creator]! // prettier-ignore
    promise[clip.clip] = mean + Math.sqrt(variance)
    members[clip.likelyTopic]!.push(clip.clip)
  }
  const byTopic = members.map((list) => {
    const all = Int32Array.from(list)
    const kept = selectTop(all, all.length, promise, length)
    return packCandidates(
      ranker,
      all.slice(0, kept).sort((a, b) => promise[b]! - promise[a]! || a - b),
    )
  })
  return { byTopic }
}
