import type { CountersView, Reaction } from '#shared/engagement'

/** The counters as they will be once `wish` has arrived: what a press shows at once. */
export function reacted(counters: CountersView, wish: Reaction | null): CountersView {
  const change = (kind: Reaction) => Number(wish === kind) - Number(counters.myReaction === kind)
  return {
    ...counters,
    likeCount: Math.max(0, counters.likeCount + change('like')),
    dislikeCount: Math.max(0, counters.dislikeCount + change('dislike')),
    myReaction: wish,
  }
}
