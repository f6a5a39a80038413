import { randomUUID } from 'node:crypto'
import { idOf } from '../seed/ids.ts'
import { COLD_VIDEO, HOT_VIDEO, type Sizes } from '../seed/sizes.ts'
import { sentence, TOPIC_COUNT, topicName, word } from '../seed/site.ts'
import type { BenchPerson } from './people.ts'

export interface OperationRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  token: string
  body?: object
}

export interface Operation {
  name: string
  kind: 'read' | 'write'
  /** How often it comes, against the others. */
  weight: number
  request(): OperationRequest
}

const SORTS = ['top', 'newest', 'oldest'] as const

/** What people do on such a site: about nine of ten requests read. Which thing it is about follows its popularity. */
export function workload(sizes: Sizes, people: readonly BenchPerson[], chance: () => number): Operation[] {
  const upTo = (count: number) => Math.floor(chance() * count)
  const someone = () => people[upTo(people.length)]!
  const oneOf = <Item>(items: readonly Item[]) => items[upTo(items.length)]!
  /** Some of them over and over, and now and then any; never one that is private. */
  const someVideo = () => {
    const place = chance() < 0.1 ? HOT_VIDEO : Math.floor(chance() ** 3 * sizes.videos)
    return videoPath(place % 20 === 7 ? COLD_VIDEO : place, sizes)
  }
  const someTopic = () => encodeURIComponent(topicName(upTo(TOPIC_COUNT)).combined)
  const topicId = () => idOf('topic', upTo(TOPIC_COUNT), TOPIC_COUNT).toHexString()
  const user = () => `user-${upTo(Math.floor(sizes.users / 2))}`
  /** Of the hot video: it has the first clips and comments, and is public. */
  const clip = () => `/api/clips/${idOf('clip', upTo(20), sizes.clips).toHexString()}`
  const comment = () => `/api/comments/${idOf('comment', upTo(Math.floor(sizes.comments / 60)) * 3, sizes.comments).toHexString()}` // prettier-ignore
  const read = (name: string, weight: number, path: () => string): Operation => ({
    name,
    kind: 'read',
    weight,
    request: () => ({ method: 'GET', path: path(), token: someone().token }),
  })
  const write = (
    name: string,
    weight: number,
    method: OperationRequest['method'],
    path: () => string,
    body?: () => object,
  ): Operation => ({
    name,
    kind: 'write',
    weight,
    request: () => ({ method, path: path(), token: someone().token, ...(body && { body: body() }) }),
  })
  return [
    read('video', 20, someVideo),
    read('videos', 8, () => '/api/videos'),
    read('videos of a topic', 4, () => `/api/videos?topic=${someTopic()}`),
    read('clip', 8, clip),
    read('clips', 4, () => '/api/clips'),
    read('clips of a video', 8, () => `${someVideo()}/clips`),
    read('comments', 12, () => `${someVideo()}/comments?sort=${oneOf(SORTS)}`),
    read('replies', 2, () => `${comment()}/replies`),
    read('profile', 4, () => `/api/users/${user()}`),
    read('videos of a person', 2, () => `/api/users/user-${upTo(20)}/videos`),
    read('topics', 2, () => '/api/topics'),
    read('learning path', 2, () => `/api/topics/${topicId()}/path`),
    read('search', 3, () => `/api/search?q=${encodeURIComponent(sentence(chance, 1 + upTo(2)))}`),
    read('suggestions', 2, () => `/api/search/suggestions?q=${word(chance).slice(0, 2 + upTo(3))}`),
    read('notifications', 4, () => '/api/notifications'),
    read('history', 2, () => '/api/me/history'),
    read('connections', 2, () => '/api/relationships'),
    read('session', 4, () => '/api/auth/session'),
    write(
      'view',
      4,
      'POST',
      () => `${someVideo()}/view`,
      () => ({ secondsWatched: 5 }),
    ),
    write('like', 3, 'POST', () => `${someVideo()}/like`),
    write('unlike', 1, 'DELETE', () => `${someVideo()}/like`),
    write('watch', 4, 'POST', () => `${clip()}/watch`, watchEvents),
    write(
      'comment',
      1,
      'POST',
      () => `${someVideo()}/comments`,
      () => ({ text: 'How they dance!' }),
    ),
    write('follow', 1, 'POST', () => `/api/users/user-${200 + upTo(40)}/follow`),
  ]
}

export function videoPath(place: number, { videos }: Sizes): string {
  return `/api/videos/${idOf('video', place, videos).toHexString()}`
}

function watchEvents(): object {
  return { events: [{ id: randomUUID(), positionSeconds: 5, secondsWatched: 5 }] }
}
