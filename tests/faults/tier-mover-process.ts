// A process that moves videos and dies at a numbered point: driven by tiers.ts over its channel.
import { flushCompileCache } from 'node:module'
import '../../server/all-models.ts'
import { connectDatabase } from '../../server/database.ts'
import { churn } from './tiers/churn.ts'
import { EDGES, runTwice, type Case } from './tiers/edges.ts'
import { arm, disarm, numberEffects, type Armed } from './tiers/effects.ts'

export type Order =
  | { kind: 'edge'; edge: string; armed: Armed; video: Omit<Case, 'startedAt' | 'pack'> & { startedAt: string; pack: string } }
  | { kind: 'churn'; ids: string[]; seed: number } // prettier-ignore

export interface Done {
  points: number
  error: string | null
}

await connectDatabase()
numberEffects()
process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
// who is killed writes nothing down at its end
flushCompileCache()

async function obey(order: Order): Promise<void> {
  if (order.kind === 'churn') return await churn(order.ids, order.seed)
  const { edge, armed, video } = order
  const found = EDGES[edge]
  if (!found) throw new Error(`there is no edge ${edge}`)
  const moved = { ids: video.ids, startedAt: new Date(video.startedAt), pack: Buffer.from(video.pack, 'base64') }
  let error: string | null = null
  arm(armed)
  try {
    await (armed.fault === 'twice' ? runTwice(found, moved) : found.run(moved))
  } catch (cause) {
    error = String(cause)
  }
  process.send?.({ points: disarm(), error } satisfies Done)
} // prettier-ignore
