import { dateOf, idOf, userId } from './ids.ts'
import { sentence, type Site } from './site.ts'
import type { Sizes } from './sizes.ts'

const STATUSES = ['accepted', 'accepted', 'accepted', 'pending', 'declined', 'blocked'] as const
/** People who do things in the benchmark, and so have more behind them than others. */
export const BUSY_PEOPLE = 200

/** So many videos has each of them seen, and so often been told something. */
export function pastOf({ videos }: Sizes): number {
  return Math.min(500, Math.floor(videos / 20))
}

/** Who is blocked is of the later half of the people, and what they made is little known: nobody is asked for there. */
export function* relationships({ sizes }: Site): Generator<object> {
  const half = Math.floor(sizes.users / 2)
  for (let from = 0; from < sizes.users; from++)
    for (let place = 1; place <= 3; place++) {
      const status = STATUSES[(from + place) % STATUSES.length]
      const near = (from + place * 37) % sizes.users
      const far = half + ((from + place * 37) % half)
      const date = dateOf(from, sizes.users)
      yield {
        fromUserID: userId(from),
        toUserID: userId(status === 'blocked' ? far : near),
        status,
        initiatedDate: date,
        updatedDate: date,
      }
    }
}

export function* userAffinities({ sizes, topicCount, chance }: Site): Generator<object> {
  for (let index = 0; index < sizes.users; index++)
    yield {
      userId: userId(index),
      affinities: Object.fromEntries(
        [0, 1, 2].map((place) => [
          idOf('topic', (index + place * 7) % topicCount, topicCount).toHexString(),
          chance() * 2 - 1,
        ]),
      ),
      pinned: [],
      muted: [],
      updatedAt: null,
    }
}

/** A long history for those who are busy. */
export function* watchRecords({ sizes }: Site): Generator<object> {
  for (let user = 0; user < Math.min(BUSY_PEOPLE, sizes.users); user++)
    for (let place = 0; place < pastOf(sizes); place++) {
      const videoId = idOf('video', (user * 31 + place) % sizes.videos, sizes.videos)
      yield {
        userId: userId(user),
        targetKind: 'video',
        targetId: videoId,
        videoId,
        positionSeconds: place % 600,
        videoPositionSeconds: place % 600,
        secondsWatched: place % 600,
        isFinished: place % 3 === 0,
        watchedAt: dateOf(place, pastOf(sizes)),
      }
    }
}

export function* notifications({ sizes, chance }: Site): Generator<object> {
  for (let user = 0; user < Math.min(BUSY_PEOPLE, sizes.users); user++)
    for (let place = 0; place < pastOf(sizes); place++) {
      const comment = idOf('comment', user * pastOf(sizes) + place, sizes.comments).toHexString()
      const video = idOf('video', place % sizes.videos, sizes.videos).toHexString()
      const [url, date] = [`/watch/${video}`, dateOf(place, pastOf(sizes))]
      yield {
        userId: userId(user),
        kind: 'comment',
        group: `comment:video:${video}`,
        entries: [
          {
            thing: `comment:${comment}`,
            actorId: userId((user + 1) % sizes.users),
            subject: sentence(chance, 3),
            url,
            date,
          },
        ],
        actorCount: 1,
        count: 1,
        url,
        isRead: place < pastOf(sizes) - 20,
        date,
      }
    }
}

/** What is said in every tenth video. */
export function* captionSegments({ sizes, chance }: Site): Generator<object> {
  for (let video = 0; video < sizes.videos; video += 10)
    for (let place = 0; place < 20; place++)
      yield {
        videoId: idOf('video', video, sizes.videos),
        language: 'en',
        startSeconds: place * 5,
        endSeconds: place * 5 + 5,
        text: sentence(chance, 8),
      }
}
