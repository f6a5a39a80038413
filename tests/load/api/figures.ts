import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Sample } from './open-loop.ts'

export interface Figures {
  count: number
  p50: number
  p99: number
  max: number
}

/** Milliseconds. */
export function figuresOf(samples: readonly Sample[]): Figures {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

/** Share of all cores that these processes, with those they started, and this one used since the last look. */
export function cpuMeter(pids: readonly number[]): () => number {
  let last = { busy: cpuSeconds(pids), at: performance.now() }
  return () => {
    const now = { busy: cpuSeconds(pids), at: performance.now() }
    const share = (1000 * (now.busy - last.busy)) / (now.at - last.at) / availableParallelism()
    last = now
    return round(share, 2)
  }
}

function cpuSeconds(pids: readonly number[]): number {
  const { user, system } = process.cpuUsage()
  return pids.reduce((sum, pid) => sum + secondsOf(pid), (user + system) / 1e6)
}

/** proc(5): utime and stime in hundredths of a second, counted from the end of the name, which may hold anything. */
function secondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return (Number(user) + Number(system)) / 100 + children.reduce((sum, child) => sum + secondsOf(Number(child)), 0) // prettier-ignore
}
