// A worker's part of sinking, in a process of its own so that its memory can be seen: does one run each time it is told.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import '../../server/all-models.ts'
import { connectDatabase } from '../../server/database.ts'
import { moveCollections } from '../../server/tiers/move-collections.ts'
import { LIMITS } from '../load/tiers/tier-videos.ts'
import { peakMemory } from './peak-memory.ts'

await connectDatabase()
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

async function sink(): Promise<void> {
  delay.reset()
  const started = performance.now()
  await moveCollections({ signal: new AbortController().signal, limits: LIMITS })
  const seconds = (performance.now() - started) / 1000
  process.send?.({ seconds, peakBytes: peakMemory(), loopP99Ms: delay.percentile(99) / 1e6 })
}

process.on('message', () => void sink())
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
