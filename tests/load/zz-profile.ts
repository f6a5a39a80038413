import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'
import { openLogs } from '../../scripts/start/logs.mjs'
import { startDatabase } from '../../scripts/start/processes.mjs'
import { ensureSecrets } from '../../scripts/start/secrets.mjs'
import { seedFolder } from './seed/seed-folder.ts'
import { sizesOf } from './seed/sizes.ts'
import { createChance } from './seed/chance.ts'
const isSmall = process.argv.includes('--small')
const folder = seedFolder(isSmall, undefined)
const sizes = sizesOf(isSmall, {})
const root = fileURLToPath(new URL('../..', import.meta.url))
const logs = openLogs(folder)
const host = startDatabase({ root, dataDir: folder, logs, report: () => {} })
const { uri } = await host.ready
Object.assign(process.env, ensureSecrets(folder), { MONGODB_URI: uri + '&monitorCommands=true', CLIPWAY_DATA: folder, LOG_LEVEL: 'error', RATE_LIMIT_SCALE: '1000' })
const { prepareDatabases } = await import('../../server/prepare-databases.ts')
let t = performance.now()
await prepareDatabases()
console.log('prepared', Math.round(performance.now() - t))
const { serveEndpoints } = await import('../support/serve-endpoints.ts')
const { letIn } = await import('./api/people.ts')
const { workload } = await import('./api/workload.ts')
const people = await letIn()
const only = process.argv[3]
const server = await serveEndpoints(['/api/auth', '/api/videos', '/api/clips', '/api/users', '/api/comments', '/api/topics', '/api/search', '/api/notifications', '/api/me', '/api/relationships'])
const ops = workload(sizes, people, createChance(3))
let seen: { name: string; command: any; ms: number }[] = []
const started = new Map<number, any>()
const client = mongoose.connection.getClient()
client.on('commandStarted', (e) => started.set(e.requestId, e.command))
client.on('commandSucceeded', (e) => seen.push({ name: e.commandName, command: started.get(e.requestId), ms: e.duration }))
const find = (v: any): any => typeof v !== 'object' || !v ? undefined : 'totalDocsExamined' in v ? v : Object.values(v).map(find).find(Boolean)
for (const op of ops) {
  if (only && !op.name.includes(only)) continue
  const times: number[] = []
  let last = { status: 0, bytes: 0 }
  for (let i = 0; i < 25; i++) {
    const r = op.request()
    seen = []
    const s = performance.now()
    const a = await fetch(server.url + r.path, { method: r.method, headers: { authorization: 'Bearer ' + r.token, 'content-type': 'application/json' }, body: r.body && JSON.stringify(r.body) })
    const text = await a.text()
    times.push(performance.now() - s)
    last = { status: a.status, bytes: text.length }
    if (a.status > 299) { console.log(op.name, r.method, r.path, a.status, text.slice(0, 200)); break }
  }
  times.sort((a, b) => a - b)
  const queries = seen.filter((q) => !['explain', 'ping', 'endSessions'].includes(q.name))
  let docs = 0, keys = 0
  const lines: string[] = []
  for (const q of [...queries]) {
    const { $db, lsid, $readPreference, writeConcern, ...bare } = q.command
    let st: any = {}
    if (['find', 'aggregate', 'count', 'distinct'].includes(q.name)) { try { st = find(await mongoose.connection.db!.command({ explain: bare, verbosity: 'executionStats' })) ?? {} } catch (e: any) { st = { err: e.message } } }
    docs += Number(st.totalDocsExamined ?? 0); keys += Number(st.totalKeysExamined ?? 0)
    lines.push(`     ${q.name} ${q.command[q.name]} ${q.ms}ms d=${st.totalDocsExamined} k=${st.totalKeysExamined} ${JSON.stringify(bare.filter ?? bare.pipeline ?? bare.updates ?? bare.query ?? '').slice(0, only ? 900 : 130)}`)
  }
  console.log(`${op.name.padEnd(22)} p50 ${times[12]?.toFixed(1)} max ${times.at(-1)?.toFixed(1)} ms  ${last.status} ${last.bytes} B  queries ${queries.length} docs ${docs} keys ${keys}`)
  if (process.argv.includes('-v') || docs > 300 || (times[12] ?? 0) > 15) console.log(lines.join('\n'))
}
await server.stop(); await mongoose.disconnect(); const { closeSql } = await import('../../server/adapters/sql/index.ts'); await closeSql(); await host.stop(); logs.close(); process.exit(0)
