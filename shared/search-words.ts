/** Longest word that is kept; what is longer is cut, in texts and in questions alike. */
const MAX_WORD = 32

/** Marks that Latin, Greek, Cyrillic, Hebrew and Arabic are read without. Those of other scripts make another word. */
const SILENT_MARKS =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g
const APOSTROPHES = /['\u2019\u02bc\u02b9`]/g
/** Letters that Unicode does not take apart. */
const PLAIN: Record<string, string> = {
  ł: 'l',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ', // prettier-ignore
}
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g')

const WORDS = /[\p{L}\p{N}\p{M}]+/gu
/** Written without spaces between words: each two neighbours are one word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\u3005]/u
const RUNS =
  /* a run of unspaced letters, or of any others */
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\u3005]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\u3005]+/gu

/** How words are compared: without case, accents and presentation forms (NFKD, Unicode's case folding in short). */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(SILENT_MARKS, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(SILENT_MARKS, '')
    .replace(NOT_PLAIN, (letter) => PLAIN[letter]!)
    .normalize('NFC')
}

/** The folded words of a text, each once, in the order they are met, at most `limit`. */
export function wordsOf(text: string, limit: number): string[] {
  const words = new Set<string>()
  for (const run of runsOf(text)) {
    for (const word of isUnspaced(run) ? indexedPairs(run) : [cut(run)]) {
      words.add(word)
      if (words.size >= limit) return [...words]
    }
  }
  return [...words]
}

/** What somebody asks for: every word of `whole` and, where `last` is set, one that begins with it. */
export interface SearchTerms {
  whole: string[]
  /** Somebody may still be typing it, so it stands for every word that begins so. */
  last: string | null
}

/** Quotes, dashes, dollars and all other signs separate words and mean nothing more. */
export function termsOf(question: string, limit = 8): SearchTerms {
  const runs = runsOf(question)
  const words = runs.flatMap((run) => (isUnspaced(run) ? askedPairs(run) : [cut(run)]))
  const kept = [...new Set(words)].slice(0, limit)
  const final = runs.at(-1)
  // of an unspaced run one letter alone begins a pair; two or more are pairs as they stand
  const isOpen = final !== undefined && (!isUnspaced(final) || [...final].length === 1)
  const last = isOpen ? (kept.at(-1) ?? null) : null
  return { whole: last === null ? kept : kept.slice(0, -1), last }
}

function runsOf(text: string): string[] {
  const folded = foldText(text).replace(APOSTROPHES, '')
  return (folded.match(WORDS) ?? []).flatMap((word) => word.match(RUNS) ?? [])
}

function isUnspaced(run: string): boolean {
  return UNSPACED.test(run)
}

/** The last letter also stands alone, so that each letter begins some word. */
function indexedPairs(run: string): string[] {
  const letters = [...run]
  return letters.map((letter, index) => letter + (letters[index + 1] ?? ''))
}

function askedPairs(run: string): string[] {
  const pairs = indexedPairs(run)
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs
}

function cut(word: string): string {
  return [...word].slice(0, MAX_WORD).join('')
}
