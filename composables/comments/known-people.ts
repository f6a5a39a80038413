import type { PersonView } from '#shared/accounts'
import type { CommentItem } from '~/composables/comments/useCommentList'

/** Who takes part in a talk and can be named in it, each once, without oneself. */
export function knownPeople(comments: readonly CommentItem[], myId: string | undefined): PersonView[] {
  const people = comments.flatMap(({ author, mentions }) => (author ? [author, ...mentions] : mentions))
  return [...new Map(people.map((person) => [person.id, person])).values()].filter(({ id }) => id !== myId)
}
