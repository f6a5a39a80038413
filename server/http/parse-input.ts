import type { z } from 'zod'
import { InvalidInput, Unprocessable, type ErrorDetail } from '../errors.ts'

/**
 * @throws Unprocessable for keys that the schema does not know
 * @throws InvalidInput for everything else that does not fit
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query' | 'params',
): z.output<Schema> {
  const parsed = schema.safeParse(value === undefined ? {} : value)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map(describe)
  const hasUnknownKeys = parsed.error.issues.every((issue) => issue.code === 'unrecognized_keys')
  if (hasUnknownKeys) throw new Unprocessable(`The ${where} has keys that are not known here.`, { details })
  throw new InvalidInput(`Something in the ${where} is missing or wrong.`, { details })
}

function describe(issue: z.core.$ZodIssue): ErrorDetail {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : []
  return { path: [...issue.path, ...keys].join('.').slice(0, 200), message: issue.message.slice(0, 300) }
}
