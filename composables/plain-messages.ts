import type { z } from 'zod'
import type { Words } from '~/composables/words'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** What a form says where the schema itself says nothing; undefined leaves it to zod. */
export function plainMessage(issue: RawIssue, t: Words): string | undefined {
  if (isEmpty(issue.input)) return t('form.fillIn')
  if (issue.code === 'invalid_format') return issue.format in FORMATS ? t(FORMATS[issue.format]!) : undefined
  if (issue.origin === 'array' && issue.code === 'too_small') return t('form.chooseOne')
  if (issue.origin !== 'string') return undefined
  if (issue.code === 'too_small') return t('form.atLeast', { count: Number(issue.minimum) })
  if (issue.code === 'too_big') return t('form.atMost', { count: Number(issue.maximum) })
  return undefined
}

const FORMATS: Record<string, string> = {
  email: 'form.email',
  date: 'form.date',
}

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || input === ''
}
