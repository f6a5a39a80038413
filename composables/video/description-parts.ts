/** A piece of a description: plain text, a web address, or a time in the video (seconds). */
export type DescriptionPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'time'; text: string; seconds: number }

// only http(s), so that no other scheme can ever become a link; times like 1:05 or 1:02:03, not within longer numbers
const MARKS = /(?<link>https?:\/\/[^\s<>"']+)|(?<![\d:.])(?<time>(?:\d{1,2}:)?\d{1,2}:[0-5]\d)(?![\d:])/g
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/

/** Cuts a description into parts whose texts, joined, are the description. Times beyond `duration` stay text. */
export function descriptionParts(description: string, duration: number): DescriptionPart[] {
  const parts: DescriptionPart[] = []
  let end = 0
  for (const match of description.matchAll(MARKS)) {
    const part = match.groups?.link ? linkPart(match[0]) : timePart(match[0], duration)
    if (!part) continue
    if (match.index > end) parts.push({ kind: 'text', text: description.slice(end, match.index) })
    parts.push(part)
    end = match.index + part.text.length
  }
  if (end < description.length) parts.push({ kind: 'text', text: description.slice(end) })
  return parts
}

function linkPart(match: string): DescriptionPart | null {
  const text = match.replace(TRAILING, '')
  return URL.canParse(text) ? { kind: 'link', text, href: new URL(text).href } : null
}

function timePart(text: string, duration: number): DescriptionPart | null {
  const seconds = text.split(':').reduce((total, digits) => total * 60 + Number(digits), 0)
  return seconds <= duration ? { kind: 'time', text, seconds } : null
}
