import { config } from '../../config.ts'
import { confinedFfmpeg } from './confined-ffmpeg.ts'
import { findBinaries } from './find-binaries.ts'
import type { Ffmpeg } from './port.ts'
import { probeSandbox } from './sandbox.ts'

let current: Promise<Ffmpeg> | undefined

/**
 * The process's ffmpeg, found and asked for its abilities once (about 0.2 s; a worker does it at start).
 * @throws Unavailable that says what to install
 */
export function getFfmpeg(): Promise<Ffmpeg> {
  return (current ??= makeFfmpeg().catch((error: unknown) => {
    current = undefined
    throw error
  }))
}

async function makeFfmpeg(): Promise<Ffmpeg> {
  const { ffmpegPath, ffprobePath, limits } = config()
  const [binaries, sandbox] = await Promise.all([findBinaries({ ffmpegPath, ffprobePath }), probeSandbox()])
  return confinedFfmpeg({ binaries, sandbox, maxPixels: limits.videoMaxPixels })
}
