// node tests/load/api/load-process.ts <module>: runs the operations of a module at the rates that its parent asks for.
import { createChance } from '../seed/chance.ts'
import { runOpenLoop, type LoadRun } from './open-loop.ts'
import type { Operation } from './workload.ts'

export interface LoadAsked {
  url: string
  rate: number
  seconds: number
}

/** What a module of operations exports. */
export type OperationsOf<Input> = (input: Input, chance: () => number) => Operation[]

const chance = createChance(11)
const [file = ''] = process.argv.slice(2)
const { operationsOf } = (await import(file)) as { operationsOf: OperationsOf<unknown> }
let operations: Operation[] | undefined

process.on('message', (message: { input: unknown } | LoadAsked) => {
  if ('input' in message) operations = operationsOf(message.input, chance)
  else void runOpenLoop({ ...message, operations: operations!, chance }).then((run: LoadRun) => process.send!(run)) // prettier-ignore
})
