import type { z } from 'zod'
import { useSending } from '~/composables/useSending'

type Problems = Partial<Record<string, string>>

/** As `useSending`, of what somebody wrote: what the schema or the server refuses is said under the field that it names. */
export function useCheckedSending() {
  const { isSending, failure, send } = useSending()
  const problems = ref<Problems>({})

  /**
   * @param found what is wrong already, by field
   * @returns whether it was sent and taken
   */
  async function check<Body>(
    parsed: z.ZodSafeParseResult<Body>,
    work: (body: Body) => Promise<unknown>,
    found: Problems = {},
  ): Promise<boolean> {
    const issues = parsed.error?.issues ?? []
    problems.value = {
      ...found,
      ...Object.fromEntries(issues.map(({ path, message }) => [path[0], message])),
    }
    if (!parsed.success || Object.keys(problems.value).length > 0) return false
    const isTaken = await send(() => work(parsed.data))
    problems.value = failure.value?.fields ?? {}
    return isTaken
  }

  return { isSending, failure, problems, check }
}
