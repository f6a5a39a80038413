import { makeChange } from './make-change.ts'

/** @throws NotFound when the followed person is gone */
export async function setFollow(
  userId: string,
  followedId: string,
  isFollowing: boolean,
): Promise<{ followerCount: number }> {
  const { followerCount } = await makeChange(
    { userId, target: { kind: 'user', id: followedId }, slot: 'follow' },
    { kind: isFollowing ? 'follow' : 'none' },
  )
  return { followerCount }
}
