import { readFileSync } from 'node:fs'

/**
 * The most bytes that a process held so far, as the kernel saw it, so that nothing falls between two looks (proc(5),
 * status, VmHWM). Not `process.resourceUsage().maxRSS`: a process begins it with what the one that started it held
 * (getrusage(2): it is kept through fork and exec), so that a small process started by a large one looks large.
 */
export function peakMemory(pid: number | 'self' = 'self'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024
}
