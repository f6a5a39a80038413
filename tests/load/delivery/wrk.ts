import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { needProgram } from '../../support/server-process.ts'
import type { ByteRange } from '../../../server/adapters/object-store/port.ts'

const execute = promisify(execFile)

export interface Load {
  url: string
  ranges: readonly ByteRange[]
  headers: Record<string, string>
  connections: number
  seconds: number
  core: number
}

export interface LoadResult {
  requestsPerSecond: number
  /** Answers other than 206, cut connections and timeouts. */
  failures: number
  /** Bytes of bodies over what the ranges add up to; anything but about 1 means wrong lengths. */
  lengthRatio: number
}

/** Asks for the ranges in turn, as fast as they are answered, from one core. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const wrk = needProgram('wrk', 'apt-get install wrk')
  const work = await mkdtemp(join(tmpdir(), 'cw-wrk-'))
  try {
    const script = join(work, 'load.lua')
    await writeFile(script, luaScript(load))
    const args = ['-c', String(load.core), wrk, '-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout', '10s', '-s', script, load.url] // prettier-ignore
    const { stdout } = await execute('taskset', args)
    return JSON.parse(/^RESULT (.*)$/m.exec(stdout)![1]!) as LoadResult
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Plain header lines are counted with the bodies, so about 300 bytes an answer are taken off. */
function luaScript({ ranges, headers }: Load): string {
  const starts = ranges.map((range) => range.start).join(',')
  const ends = ranges.map((range) => range.end).join(',')
  const fixed = Object.entries(headers).map(([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`) // prettier-ignore
  return `
local starts = {${starts}}
local ends = {${ends}}
local turn = 0
local requests = {}
${fixed.join('\n')}
function init()
  for i = 1, #starts do
    wrk.headers["Range"] = "bytes=" .. starts[i] .. "-" .. ends[i]
    requests[i] = wrk.format("GET")
  end
end
function request()
  turn = turn % #starts + 1
  return requests[turn]
end
function done(summary, latency)
  local total = 0
  for i = 1, #starts do total = total + ends[i] - starts[i] + 1 end
  local expected = summary.requests * (total / #starts)
  local e = summary.errors
  local failures = e.connect + e.read + e.write + e.status + e.timeout
  local seconds = summary.duration / 1000000
  print(string.format('RESULT {"requestsPerSecond":%.1f,"failures":%d,"lengthRatio":%.4f}',
    summary.requests / seconds, failures, (summary.bytes - 300 * summary.requests) / expected))
end
`
}
