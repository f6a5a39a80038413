import type { z } from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** What a form says where the schema itself says nothing; undefined leaves it to zod. */
export function plainMessage(issue: RawIssue): string | undefined {
  if (isEmpty(issue.input)) return 'Please fill this in'
  if (issue.code === 'invalid_format') return FORMATS[issue.format]
  if (issue.origin === 'array' && issue.code === 'too_small') return 'Choose at least one'
  if (issue.origin !== 'string') return undefined
  if (issue.code === 'too_small') return `At least ${issue.minimum} characters`
  if (issue.code === 'too_big') return `At most ${issue.maximum} characters`
  return undefined
}

const FORMATS: Record<string, string> = {
  email: 'This does not look like an e-mail address',
  date: 'Give the whole date, as in 1990-05-31',
}

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || input === ''
}
