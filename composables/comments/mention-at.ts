import type { PersonView } from '#shared/accounts'

/** A name that is being typed after an @, up to the caret; `start` is where the @ stands. */
export interface MentionInProgress {
  start: number
  query: string
}

const SHOWN = 5
const TYPED = /(?:^|[\s(])@([a-z0-9_.-]{0,30})$/i

export function mentionAt(text: string, caret: number): MentionInProgress | null {
  const match = TYPED.exec(text.slice(0, caret))
  return match ? { start: caret - match[1]!.length - 1, query: match[1]!.toLowerCase() } : null
}

/** Those whose username or a word of whose name begins with what was typed. */
export function matchPeople(people: readonly PersonView[], query: string): PersonView[] {
  const begins = (word: string) => word.toLowerCase().startsWith(query)
  return people
    .filter(({ username, name }) => begins(username) || name.split(' ').some(begins))
    .slice(0, SHOWN)
}

/** The text with the name in its place, and where the caret goes. */
export function completeMention(
  text: string,
  caret: number,
  { start }: MentionInProgress,
  username: string,
): { text: string; caret: number } {
  const inserted = `@${username} `
  const rest = text.slice(caret)
  return { text: text.slice(0, start) + inserted + rest.trimStart(), caret: start + inserted.length }
}
