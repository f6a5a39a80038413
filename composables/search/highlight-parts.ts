import { foldText, termsOf } from '#shared/search-words'

export interface TextPart {
  text: string
  isMatch: boolean
}

const TOKENS = /[\p{L}\p{N}\p{M}'’]+/gu

/** A text in parts, those that were asked for marked: to be shown as text, never as HTML. */
export function highlightParts(text: string, question: string): TextPart[] {
  const { whole, last } = termsOf(question)
  const words = new Set(whole)
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    add(parts, text.slice(end, index), false)
    const folded = foldText(token).replace(/['’]/g, '')
    if (words.has(folded) || (last !== null && folded.startsWith(last))) add(parts, token, true)
    else addPieces(parts, token, folded, last === null ? whole : [...whole, last])
    end = index + token.length
  }
  add(parts, text.slice(end), false)
  return parts
}

/** Where nothing stands between words they are looked for inside. */
function addPieces(parts: TextPart[], token: string, folded: string, words: string[]): void {
  const isUnspaced = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u.test(token)
  if (!isUnspaced || folded.length !== token.length) return add(parts, token, false)
  const isMarked = Array.from(token, () => false)
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      isMarked.fill(true, at, at + word.length)
    }
  }
  for (const [index, letter] of [...token].entries()) add(parts, letter, isMarked[index] ?? false)
}

function add(parts: TextPart[], text: string, isMatch: boolean): void {
  const before = parts.at(-1)
  if (before?.isMatch === isMatch) before.text += text
  else if (text) parts.push({ text, isMatch })
}
