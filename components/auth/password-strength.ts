export interface PasswordStrength {
  /** 0 to 4, as many bars as are lit. */
  score: 0 | 1 | 2 | 3 | 4
  word: (typeof WORDS)[number]
  /** What would help most; null when it is strong. */
  advice: 'missing' | 'ownName' | 'commonWords' | 'longer' | null
  /** Characters to go until it is long enough. */
  missing: number
}

const MINIMUM_LENGTH = 10
const WORDS = ['tooShort', 'weak', 'fair', 'good', 'strong'] as const
/** Stems that guessing programs try first; a password built on one is worth little more than the rest of it. */
const COMMON_STEMS =
  /pass(?:wor[dt])?|qwert[yz]?|asdf|letmein|welcome|admin|iloveyou|monkey|dragon|clipway|login|secret|123456789|12345|abc/g

/**
 * A hint while typing, as keys of words (`auth.strength`, `auth.advice`); the server only asks for the length (NIST SP 800-63B, 5.1.1.2).
 * Length that carries information counts: common stems, own names, runs (`aaaa`, `1234`) count as one character.
 */
export function passwordStrength(password: string, personal: readonly string[] = []): PasswordStrength {
  if (password.length < MINIMUM_LENGTH) {
    return { score: 0, word: WORDS[0], advice: 'missing', missing: MINIMUM_LENGTH - password.length }
  }
  const { rest, hadPersonal, hadCommon } = withoutGuessable(password.toLowerCase(), personal)
  const bits = countInformative(rest) * bitsPerCharacter(password)
  const score = bits < 35 ? 1 : bits < 50 ? 2 : bits < 60 ? 3 : 4
  return {
    score,
    word: WORDS[score],
    advice: score === 4 ? null : advise(hadPersonal, hadCommon),
    missing: 0,
  }
}

function withoutGuessable(lower: string, personal: readonly string[]) {
  const names = personal
    .flatMap((value) => value.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((value) => value.length > 2)
  const withoutNames = names.reduce((rest, name) => rest.replaceAll(name, '.'), lower)
  const rest = withoutNames.replace(COMMON_STEMS, '.')
  return { rest, hadPersonal: withoutNames !== lower, hadCommon: rest !== withoutNames }
}

/** Characters that do not merely repeat or continue the one before. */
function countInformative(value: string): number {
  const codes = Array.from(value, (character) => character.codePointAt(0) ?? 0)
  return codes.filter((code, i) => i === 0 || Math.abs(code - (codes[i - 1] ?? 0)) > 1).length
}

/** Most of what a random character of the alphabets in use would carry: people do not choose at random. */
function bitsPerCharacter(password: string): number {
  const alphabets: [RegExp, number][] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{N}/u, 10],
    [/[^\p{L}\p{N}]/u, 33],
  ]
  const size = alphabets.reduce((sum, [pattern, count]) => sum + (pattern.test(password) ? count : 0), 0)
  return Math.log2(Math.max(size, 10)) * 0.72
}

function advise(hadPersonal: boolean, hadCommon: boolean): PasswordStrength['advice'] {
  if (hadPersonal) return 'ownName'
  if (hadCommon) return 'commonWords'
  return 'longer'
}
