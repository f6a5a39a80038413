import type { OperationsOf } from '../api/load-process.ts'
import type { BenchPerson } from '../api/people.ts'

/** Somebody opens the feed, over all topics. */
export const operationsOf: OperationsOf<readonly BenchPerson[]> = (people, chance) => {
  const someone = () => people[Math.floor(chance() * people.length)]!
  const request = () => ({ method: 'GET' as const, path: '/api/feed', token: someone().token })
  return [{ name: 'feed', kind: 'read', weight: 1, request }]
}
