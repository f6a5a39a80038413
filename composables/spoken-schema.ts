import type { z } from 'zod'
import { loadAnswers } from '~/composables/answers'

/** A schema that takes what the given one takes, and says in another language what is wrong; for a form. */
export function spokenSchema<Schema extends z.ZodObject>(schema: Schema, locale: string) {
  const validate: Schema['~standard']['validate'] = async (value) => {
    const result = await schema['~standard'].validate(value)
    if (!result.issues) return result
    const say = await loadAnswers(locale)
    return { issues: result.issues.map((issue) => ({ ...issue, message: say(issue.message) })) }
  }
  return { '~standard': { ...schema['~standard'], validate } }
}
