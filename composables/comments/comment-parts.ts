import type { PersonView } from '#shared/accounts'
import { MENTION } from '#shared/mentions'
import { descriptionParts, type DescriptionPart } from '~/composables/video/description-parts'

/** A piece of a comment: as in a description, or somebody who was named. */
export type CommentPart = DescriptionPart | { kind: 'mention'; text: string; person: PersonView }

/** Cuts a comment into parts whose texts, joined, are the comment. A name that belongs to nobody stays text. */
export function commentParts(
  text: string,
  { duration, mentions }: { duration: number; mentions: readonly PersonView[] },
): CommentPart[] {
  const people = new Map(mentions.map((person) => [person.username, person]))
  return descriptionParts(text, duration).flatMap((part) =>
    part.kind === 'text' ? nameParts(part.text, people) : [part],
  )
}

function nameParts(text: string, people: ReadonlyMap<string, PersonView>): CommentPart[] {
  const parts: CommentPart[] = []
  let end = 0
  for (const match of text.matchAll(MENTION)) {
    const person = people.get(match[1]!.toLowerCase())
    if (!person) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'mention', text: match[0], person })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}
