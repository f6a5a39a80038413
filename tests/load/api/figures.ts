import { readFileSync } from 'node:fs'
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

/** Share of all cores that was in use since the last look: by everything that runs, the client and strangers too. */
export function cpuMeter(): () => number {
  let last = readCpu()
  return () => {
    const now = readCpu()
    const share = (now.busy - last.busy) / Math.max(1, now.total - last.total)
    last = now
    return round(share, 2)
  }
}

/** Jiffies (proc(5), /proc/stat): user nice system idle iowait irq softirq steal. */
function readCpu(): { busy: number; total: number } {
  const [, line = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? []
  const parts = line.split(' ').slice(0, 8).map(Number)
  const total = parts.reduce((sum, part) => sum + part, 0)
  return { busy: total - parts[3]! - parts[4]!, total }
}
