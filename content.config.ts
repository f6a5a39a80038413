import { defineCollection, defineContentConfig } from '@nuxt/content'
import { z } from 'zod'

// Everything in a content collection can be read by anyone: nothing private or unfinished may stand here.
export default defineContentConfig({
  collections: {
    docs: defineCollection({
      type: 'page',
      source: { include: 'docs/**', prefix: '/docs' },
      schema: z.object({ links: z.array(z.object({ label: z.string(), to: z.string() })).optional() }),
    }),
  },
})
