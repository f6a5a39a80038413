import { createReadStream } from 'node:fs'

/** A file that cannot be used, in words for the one who gave it. */
export class BadFile extends Error {}

const MOST_LINE_CHARACTERS = 1_000_000

/**
 * Every line of a JSON Lines file as an object, with its number from 1; empty lines are passed over.
 * @throws BadFile where the file cannot be read, or a line is no JSON object
 */
export async function readLines(
  path: string,
  take: (line: Record<string, unknown>, number: number) => void,
): Promise<void> {
  let rest = ''
  let number = 0
  const takeLine = (text: string) => {
    number++
    if (text.length > MOST_LINE_CHARACTERS)
      throw new BadFile(`${path}, line ${number}: the line is too long.`)
    if (text.trim() !== '') take(parseLine(path, number, text), number)
  }
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = (rest + (chunk as string)).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MOST_LINE_CHARACTERS) {
        throw new BadFile(`${path}, line ${number + lines.length + 1}: the line is too long.`)
      }
      for (const line of lines) takeLine(line)
    }
  } catch (error) {
    if (error instanceof BadFile) throw error
    throw new BadFile(`${path} cannot be read: ${(error as Error).message}`)
  }
  takeLine(rest)
}

/** Some programs write what no JSON has where a number is missing. */
const NO_NUMBER = /(:\s*)(?:NaN|-?Infinity)(?=\s*[,}])/g

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function parseLine(path: string, number: number, text: string): Record<string, unknown> {
  const line = number === 1 ? text.replace(/^\uFEFF/, '') : text
  const value = parseJson(line) ?? parseJson(line.replace(NO_NUMBER, '$1null'))
  if (value === undefined) throw new BadFile(`${path}, line ${number}: this is no JSON.`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadFile(`${path}, line ${number}: an object like {"item":"a"} is expected.`)
  }
  return value as Record<string, unknown>
}

export type Id = string | number

/** @throws BadFile where the field is neither text nor a number */
export function idOf(line: Record<string, unknown>, field: string, path: string, number: number): Id {
  const id = line[field]
  if ((typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id))) return id
  throw new BadFile(`${path}, line ${number}: "${field}" is missing, or neither a text nor a number.`)
}

/**
 * A number, also one in quotes, or undefined where the line has none.
 * @throws BadFile where the field is something else
 */
export function numberOf(line: Record<string, unknown>, field: string, path: string, number: number) {
  const value = line[field]
  if (value === undefined || value === null || value === '') return undefined
  const given = typeof value === 'string' ? Number(value) : value
  if (typeof given === 'number' && Number.isFinite(given)) return given
  throw new BadFile(`${path}, line ${number}: "${field}" is no number.`)
}

/**
 * Whether a flag is set: true, false, 1 or 0.
 * @throws BadFile where the field is something else
 */
export function flagOf(line: Record<string, unknown>, field: string, path: string, number: number): boolean {
  const value = line[field]
  if (value === undefined || value === null || value === false || value === 0) return false
  if (value === true || value === 1) return true
  throw new BadFile(`${path}, line ${number}: "${field}" is neither true nor false.`)
}
