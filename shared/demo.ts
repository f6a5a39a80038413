import { z } from 'zod'

export const DEMO_STATES = ['none', 'adding', 'added'] as const

/** Demo content: a few short videos that the server makes itself, for a site that is still empty. */
export const DemoView = z.object({
  state: z.enum(DEMO_STATES),
  /** Nothing is here yet and the settings allow it. */
  isOffered: z.boolean(),
  /** 0 to 1 while adding. */
  progress: z.number().min(0).max(1),
})
export type DemoView = z.infer<typeof DemoView>
