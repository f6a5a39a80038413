import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who holds something, so that another process can tell whether the holder still exists. */
export interface ProcessIdentity {
  /** Machine, boot and process namespace; process ids mean the same only within one. */
  realm: string
  pid: number
  /** Tells a process from a later one with the same id. */
  startedAt: string
}

let own: ProcessIdentity | undefined

export function ownIdentity(): ProcessIdentity {
  return (own ??= {
    realm: [hostname(), readOr('/proc/sys/kernel/random/boot_id'), linkOr('/proc/self/ns/pid')].join(' '),
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
  })
}

/** True only when the process cannot exist any more; "cannot tell" (another machine, no /proc) is false. */
export function isGone(identity: ProcessIdentity): boolean {
  const here = ownIdentity()
  if (identity.realm !== here.realm || here.startedAt === '') return false
  return startOf(identity.pid) !== identity.startedAt
}

/** Start time in clock ticks since boot: field 22 of /proc/<pid>/stat (proc(5)), counted after the name in brackets. A zombie counts as gone. */
function startOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`)
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? undefined : fields[18]
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return '' // not Linux, or the process is gone
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // not Linux
  }
}
