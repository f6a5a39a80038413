import { z } from 'zod'

export const DocsPageQuery = z.strictObject({
  /** As in the address bar, without a slash at the end. */
  path: z
    .string()
    .max(200)
    .regex(/^\/docs(?:\/[a-z0-9-]+)*$/, 'a path such as /docs/architecture'),
})

/** Trees of the documentation's own making, which nobody but its pages reads. */
export const DocsPage = z.looseObject({})
export const DocsNavigation = z.array(z.looseObject({ title: z.string(), path: z.string() }))
export const DocsSections = z.array(z.looseObject({ id: z.string(), title: z.string(), content: z.string() }))
