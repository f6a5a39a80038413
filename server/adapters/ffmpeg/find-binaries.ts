import { constants } from 'node:fs'
import { access, chmod } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { Unavailable } from '../../errors.ts'
import { logger } from '../../logger.ts'
import { NEEDED_ENCODERS } from './allow-lists.ts'
import type { Ffmpeg, FfmpegCapabilities } from './port.ts'
import { isRecent, probeCapabilities, probeVersion } from './probe-capabilities.ts'

export interface Binaries {
  origin: Ffmpeg['origin']
  ffmpeg: string
  ffprobe: string
}
export interface ProbedBinaries extends Binaries {
  capabilities: FfmpegCapabilities
}

const EXECUTABLE = process.platform === 'win32' ? '.exe' : ''
const nodeRequire = createRequire(import.meta.url)

/**
 * The best pair there is: the configured one, else the system's when it is 4.4 or newer, else the one from npm.
 * @throws Unavailable that says what to install
 */
export async function findBinaries(settings: { ffmpegPath?: string; ffprobePath?: string }) {
  if (settings.ffmpegPath) {
    const pair = await configuredPair(settings.ffmpegPath, settings.ffprobePath)
    const probed = await probePair(pair)
    if (probed) return probed
    throw new Unavailable(
      `FFMPEG_PATH (${pair.ffmpeg}) or its ffprobe (${pair.ffprobe}) cannot be used: it needs the encoders ${NEEDED_ENCODERS.join(', ')}.`,
    )
  }
  for (const pair of [await systemPair(), await npmPair()]) {
    const probed = pair && (await probePair(pair))
    if (probed && (probed.origin === 'npm' || isRecent(probed.capabilities.version))) return probed
  }
  throw new Unavailable(
    'There is no usable ffmpeg. Install ffmpeg 4.4 or newer (with libx264), or set FFMPEG_PATH and FFPROBE_PATH.',
  )
}

async function probePair(pair: Binaries): Promise<ProbedBinaries | null> {
  try {
    const [capabilities] = await Promise.all([probeCapabilities(pair.ffmpeg), probeVersion(pair.ffprobe)])
    return NEEDED_ENCODERS.every((name) => capabilities.encoders.has(name)) ? { ...pair, capabilities } : null
  } catch (error) {
    logger.warn({ error, ffmpeg: pair.ffmpeg }, 'this ffmpeg does not run')
    return null
  }
}

async function configuredPair(ffmpeg: string, ffprobe?: string): Promise<Binaries> {
  const beside = join(dirname(ffmpeg), `ffprobe${EXECUTABLE}`)
  const found = ffprobe ?? ((await isExecutable(beside)) ? beside : await onPath('ffprobe'))
  return { origin: 'configured', ffmpeg, ffprobe: found ?? beside }
}

async function systemPair(): Promise<Binaries | null> {
  const [ffmpeg, ffprobe] = await Promise.all([onPath('ffmpeg'), onPath('ffprobe')])
  return ffmpeg && ffprobe ? { origin: 'system', ffmpeg, ffprobe } : null
}

/** Exported for the contract suite, which runs over this build too. */
export async function npmPair(): Promise<Binaries | null> {
  const [ffmpeg, ffprobe] = await Promise.all([
    packagedBinary('@ffmpeg-installer', 'ffmpeg'),
    packagedBinary('@ffprobe-installer', 'ffprobe'),
  ])
  return ffmpeg && ffprobe ? { origin: 'npm', ffmpeg, ffprobe } : null
}

async function packagedBinary(scope: string, name: string): Promise<string | null> {
  try {
    const manifest = nodeRequire.resolve(`${scope}/${process.platform}-${process.arch}/package.json`)
    const path = join(dirname(manifest), name + EXECUTABLE)
    // an install without scripts leaves it without its executable bit
    if (!(await isExecutable(path))) await chmod(path, 0o755)
    return path
  } catch {
    return null // an optional package: not there for this platform, or left out
  }
}

async function onPath(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name + EXECUTABLE)
    if (await isExecutable(path)) return path
  }
  return null
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
