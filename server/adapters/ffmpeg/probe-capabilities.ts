import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FfmpegCapabilities } from './port.ts'

const execute = promisify(execFile)

/** Asks a build what it can do: six short runs. */
export async function probeCapabilities(path: string): Promise<FfmpegCapabilities> {
  const list = (option: string) => printed(path, option).then(parseListing)
  const [version, encoders, decoders, filters, muxers, demuxers] = await Promise.all([
    probeVersion(path),
    list('-encoders'),
    list('-decoders'),
    list('-filters'),
    list('-muxers'),
    list('-demuxers'),
  ])
  return { version, encoders, decoders, filters, muxers, demuxers }
}

/** @throws when it does not run */
export async function probeVersion(path: string): Promise<string> {
  return parseVersion(await printed(path, '-version'))
}

/** The first line's third word, as `5.1.9-0+deb12u1`, `n7.1` or `N-47683-g0e8eb07980-static`. */
export function parseVersion(banner: string): string {
  return /^ff(?:mpeg|probe) version (\S+)/.exec(banner)?.[1] ?? 'unknown'
}

/** Names of a listing: a column of flags, then the name; one line may give several names, separated by commas. */
export function parseListing(listing: string): Set<string> {
  const rows = listing.split('\n').map((line) => /^ *[A-Z.|]{1,6} +([\w,+-]+)(?: |$)/.exec(line)?.[1])
  return new Set(rows.filter((names) => names !== undefined).flatMap((names) => names.split(',')))
}

/** Snapshots count commits: 4.4 was branched at about N-102000. */
export function isRecent(version: string): boolean {
  const snapshot = /^N-(\d+)/.exec(version)
  if (snapshot) return Number(snapshot[1]) >= 102_000
  const [major, minor] = (/^n?(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  return major !== undefined && minor !== undefined && (major > 4 || (major === 4 && minor >= 4))
}

async function printed(path: string, option: string): Promise<string> {
  const { stdout } = await execute(path, ['-hide_banner', option], { timeout: 10_000, maxBuffer: 2 ** 22 })
  return stdout
}
