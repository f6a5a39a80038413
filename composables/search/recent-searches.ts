import { readStored, writeStored } from '~/composables/player/stored'

const KEY = 'clipway:recent-searches'
const MAX_SEARCHES = 8

/** What was looked for in this browser, latest first. It is told to nobody. */
export function readRecentSearches(): string[] {
  const stored = readStored(KEY)
  return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, MAX_SEARCHES) : []
}

export function addRecentSearch(question: string): void {
  const others = readRecentSearches().filter((each) => each.toLowerCase() !== question.toLowerCase())
  writeStored(KEY, [question, ...others].slice(0, MAX_SEARCHES))
}

export function clearRecentSearches(): void {
  writeStored(KEY, [])
}
