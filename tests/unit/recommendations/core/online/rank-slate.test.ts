import { describe, expect, it } from 'vitest'
import type { SlateItem } from '../../../../../server/recommendations/core/online/explain.ts'
import { packCandidates } from '../../../../../server/recommendations/core/online/candidates.ts'
import { rankSlate } from '../../../../../server/recommendations/core/online/rank-slate.ts'
import { addToRanker, newRanker, observe, predict, userOf, WEIGHT, type Ranker } from '../../../../../server/recommendations/core/online/ranker.ts' // prettier-ignore
import { mixSeeds, seededRandom } from '../../../../../server/recommendations/core/random.ts'

const TOPICS = Array.from({ length: 12 }, (_, topic) => ({
  topic,
  area: topic >> 2,
  prerequisite: topic % 4 === 0 ? -1 : topic - 1,
}))
const CLIPS = 300
const PEOPLE = 20

/** A small world that is played through: everybody likes their first area, and clips differ. */
function playThrough(): Ranker {
  const ranker = newRanker(TOPICS)
  const random = seededRandom(4)
  for (let clip = 0; clip < CLIPS; clip++) {
    addToRanker(ranker, {
      clip,
      video: clip >> 2,
      part: clip & 3,
      creator: (clip >> 2) % 25,
      publishedAt: clip / 20,
      topic: (clip >> 2) % TOPICS.length,
      secondTopic: -1,
      level: random.below(4) / 4 + 0.125,
      isNsfw: false,
    })
  }
  for (let turn = 0; turn < 2000; turn++) {
    const id = random.below(PEOPLE)
    const user = userOf(ranker, id, [(id % 3) * 4])
    const clip = random.below(CLIPS)
    const likes = TOPICS[ranker.catalogue.clips[clip]!.topic]!.area === id % 3
    const watch = Math.min(1, Math.max(0, (likes ? 0.7 : 0.2) + (clip % 5) * 0.05 + random.normal() * 0.15))
    observe(ranker, user, clip, { watch }, { isHot: true, at: turn / 100 })
  }
  return ranker
}

const candidates = Array.from({ length: CLIPS }, (_, clip) => clip)
function slateOf(ranker: Ranker, id: number, count: number, only = candidates): SlateItem[] {
  const user = userOf(ranker, id, [(id % 3) * 4])
  const random = seededRandom(mixSeeds(id, 7))
  return rankSlate(ranker, user, {
    candidates: packCandidates(ranker, only),
    isOut: () => false,
    count,
    now: 30,
    isHot: () => true,
    random,
  })
}

const bytes = (ranker: Ranker) =>
  [ranker.weights, ranker.clips, ranker.videos, ranker.creators, ranker.userBias, ranker.userAreas, ranker.userTopics, ranker.abilities, ranker.tastes] // prettier-ignore
    .map(({ mean, variance }) =>
      Buffer.concat([Buffer.from(mean.buffer), Buffer.from(variance.buffer)]).toString('base64'),
    ) // prettier-ignore
    .join()

/** Takes one cause out of all that was learnt; false where it cannot be taken from one clip alone. */
function forget(ranker: Ranker, id: number, number: number, reason: SlateItem['reason']): boolean {
  const user = userOf(ranker, id, [])
  const clip = ranker.catalogue.clips[number]!
  const { index } = user
  const topic = clip.likelyTopic
  const { area } = TOPICS[topic]!
  if (reason === 'interest') {
    // all clips of a topic would sink together: only this one is taken from it
    const { userTopics, userAreas, weights, clips } = ranker
    const chosen = user.chosen.has(topic)
      ? WEIGHT.chosen
      : user.chosenAreas.has(area)
        ? WEIGHT.chosenArea
        : null
    clips.mean[number]! -=
      userTopics.mean[index * TOPICS.length + topic]! +
      userAreas.mean[index * ranker.catalogue.areas + area]! +
      (chosen === null ? 0 : weights.mean[chosen]!)
  } else if (reason === 'quality') {
    ranker.clips.mean[number] = ranker.videos.mean[clip.video] = ranker.creators.mean[clip.creator] = 0
  } else if (reason === 'creator') user.tastes.delete(clip.creator)
  else if (reason === 'together') ranker.companions.met = []
  else if (reason === 'next_part') user.last = null
  else return false
  return true
}

describe('rankSlate', () => {
  const ranker = playThrough()

  it('gives the same bytes and the same slates when the log is replayed', () => {
    const again = playThrough()
    expect(bytes(again) === bytes(ranker)).toBe(true)
    for (let id = 0; id < PEOPLE; id++) expect(slateOf(again, id, 20)).toEqual(slateOf(ranker, id, 20))
  })

  it('gives as many different clips as are asked for, or all there are', () => {
    const slate = slateOf(ranker, 1, 20).map(({ clip }) => clip)
    expect(new Set(slate).size).toBe(20)
    expect(slateOf(ranker, 1, 20, [3, 4, 5])).toHaveLength(3)
    expect(slateOf(ranker, 1, 20, [9999])).toEqual([])
  })

  it('shows people what they like', () => {
    for (let id = 0; id < PEOPLE; id++) {
      const mine = slateOf(ranker, id, 20).filter(({ clip }) => TOPICS[ranker.catalogue.clips[clip]!.topic]!.area === id % 3) // prettier-ignore
      expect(mine.length).toBeGreaterThan(8)
    }
  })

  it('names the cause without which the clip would stand lower, in 99 of 100 cases', () => {
    let [held, all] = [0, 0]
    for (let id = 0; id < PEOPLE; id++) {
      const slate = slateOf(ranker, id, 40)
      slate.slice(0, 20).forEach((item, place) => {
        all++
        const without = item.score - item.factors[item.reason]
        const below = slate.slice(place + 1).filter(({ score }) => score > without).length
        if (below > 0) held++
      })
    }
    expect(held / all).toBeGreaterThanOrEqual(0.99)
  })

  it('puts a clip lower when what is named as its reason is taken from the engine, in 99 of 100 cases', () => {
    let [held, all] = [0, 0]
    for (let id = 0; id < PEOPLE; id++) {
      const slate = slateOf(ranker, id, CLIPS)
      slate.slice(0, 10).forEach(({ clip, reason }, place) => {
        const without = structuredClone(ranker)
        if (!forget(without, id, clip, reason)) return
        all++
        const after = slateOf(without, id, CLIPS).findIndex((each) => each.clip === clip)
        if (after > place) held++
      })
    }
    expect(all).toBeGreaterThan(100)
    expect(held / all).toBeGreaterThanOrEqual(0.99)
  })

  it('predicts how much of a clip is watched', () => {
    const random = seededRandom(11)
    let [mine, constant] = [0, 0]
    for (let turn = 0; turn < 400; turn++) {
      const id = random.below(PEOPLE)
      const clip = random.below(CLIPS)
      const likes = TOPICS[ranker.catalogue.clips[clip]!.topic]!.area === id % 3
      const expected = (likes ? 0.7 : 0.2) + (clip % 5) * 0.05
      mine += Math.abs(predict(ranker, userOf(ranker, id, []), clip, { isHot: true }) - expected)
      constant += Math.abs(0.47 - expected)
    }
    expect(mine).toBeLessThan(constant / 2)
  })
})
