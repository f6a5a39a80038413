import type { Sizes } from '../seed/sizes.ts'
import type { OperationsOf } from './load-process.ts'
import type { BenchPerson } from './people.ts'
import { workload } from './workload.ts'

export const operationsOf: OperationsOf<{ sizes: Sizes; people: readonly BenchPerson[] }> = (
  { sizes, people },
  chance,
) => workload(sizes, people, chance)
