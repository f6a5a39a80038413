// npm run bench:seed -- [--small] [--videos n] [--clips n] [--comments n] [--engagements n] [--seed n] [--data folder]:
// a site as it would be after years, in a data folder of its own, for bench:api.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { progressBar } from '../../scripts/progress-bar.ts'
import { openLogs } from '../../scripts/start/logs.mjs'
import { startDatabase } from '../../scripts/start/processes.mjs'
import { ensureSecrets } from '../../scripts/start/secrets.mjs'
import { createProgress } from './seed/fill.ts'
import { beginSeed, endSeed, isSeeded, seedFolder } from './seed/seed-folder.ts'
import { planSite } from './seed/site.ts'
import { sizesOf } from './seed/sizes.ts'

const { values } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    videos: { type: 'string' },
    clips: { type: 'string' },
    comments: { type: 'string' },
    engagements: { type: 'string' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
  },
})
const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => cancel.abort(new Error('cancelled')))

const sizes = sizesOf(values.small, values)
const folder = seedFolder(values.small, values.data)
const key = JSON.stringify({ ...sizes, seed: values.seed, version: 3 })

async function main(): Promise<Record<string, unknown>> {
  if (await isSeeded(folder, key)) return { ok: true, isReused: true, ...sizes }
  await beginSeed(folder, key)
  const logs = openLogs(folder)
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const host = startDatabase({ root, dataDir: folder, logs, report: () => {} })
  const bar = progressBar()
  try {
    const { uri } = await host.ready
    Object.assign(process.env, ensureSecrets(folder), {
      MONGODB_URI: uri,
      CLIPWAY_DATA: folder,
      LOG_LEVEL: 'warn',
    })
    return { ok: true, isReused: false, ...sizes, ...(await seed(bar)) }
  } finally {
    bar.end()
    await host.stop()
    logs.close()
  }
}

async function seed(bar: ReturnType<typeof progressBar>) {
  // models read the settings of the process, which only now are those of the new folder
  const { closeDatabase, connectDatabase } = await import('../../server/database.ts')
  const { countDocuments, seedSite } = await import('./seed/seed-site.ts')
  await connectDatabase()
  try {
    const site = planSite(sizes, Number(values.seed))
    const total = countDocuments(sizes)
    const seeded = await seedSite(site, createProgress(bar, total, cancel.signal), (text) =>
      bar.show(1, text),
    )
    await endSeed(folder, key)
    return {
      fillSeconds: seeded.fillSeconds,
      indexSeconds: seeded.indexSeconds,
      documents: sum(seeded.counts),
    }
  } finally {
    await closeDatabase()
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}

const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)
try {
  console.log(JSON.stringify({ name: 'bench:seed', ...(await main()), maxRssMb: peak(), folder }))
} catch (error) {
  if (!cancel.signal.aborted) console.error(error)
  console.log(JSON.stringify({ name: 'bench:seed', ok: false, isCancelled: cancel.signal.aborted }))
  process.exitCode = 1
}
