import { z } from 'zod'

export const DocsPageQuery = z.strictObject({
  /** As in the address bar, without a slash at the end. */
  path: z
    .string()
    .max(200)
    .regex(/^\/docs(?:\/[a-z0-9-]+)*$/, 'a path such as /docs/architecture'),
})
