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

/** Whether a version is at least `major.minor`. Snapshots count commits instead: `snapshot` is where that branch began. */
export function isAtLeast(
  version: string,
  wanted: { major: number; minor: number; snapshot: number },
): boolean {
  const commits = /^N-(\d+)/.exec(version)
  if (commits) return Number(commits[1]) >= wanted.snapshot
  const [major, minor] = (/^n?(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  if (major === undefined || minor === undefined) return false
  return major > wanted.major || (major === wanted.major && minor >= wanted.minor)
}

/** Older system builds miss fixes that matter for files from strangers. */
export function isRecent(version: string): boolean {
  return isAtLeast(version, { major: 4, minor: 4, snapshot: 102_000 })
}

/** `-fps_mode` came with 5.1, and its forerunner `-vsync` goes. */
export function hasFrameMode(version: string): boolean {
  return isAtLeast(version, { major: 5, minor: 1, snapshot: 107_000 })
}

async function printed(path: string, option: string): Promise<string> {
  const { stdout } = await execute(path, ['-hide_banner', option], { timeout: 10_000, maxBuffer: 2 ** 22 })
  return stdout
}
