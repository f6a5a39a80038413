import { expect, it } from 'vitest'
import { reacted } from '../../../../composables/engagement/reacted.ts'

const none = { viewCount: 9, likeCount: 5, dislikeCount: 2, myReaction: null }

it('shows a press before the server has answered', () => {
  const liked = reacted(none, 'like')
  expect(liked).toEqual({ viewCount: 9, likeCount: 6, dislikeCount: 2, myReaction: 'like' })
  const disliked = reacted(liked, 'dislike')
  expect(disliked).toEqual({ viewCount: 9, likeCount: 5, dislikeCount: 3, myReaction: 'dislike' })
  expect(reacted(disliked, null)).toEqual(none)
  expect(reacted(liked, 'like')).toEqual(liked)
})
