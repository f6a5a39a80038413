import { z } from 'zod'

export const HealthView = z.object({ status: z.literal('ok') })

export const DEPENDENCIES = ['start', 'database', 'sql', 'cache', 'objectStore'] as const
export type Dependency = (typeof DEPENDENCIES)[number]

export const ReadinessView = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.record(z.enum(DEPENDENCIES), z.enum(['ok', 'failed'])),
})
export type ReadinessView = z.infer<typeof ReadinessView>
