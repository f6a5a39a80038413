import { Unprocessable } from '../../errors.ts'
import { allowListsFor } from './allow-lists.ts'
import type { ProbedBinaries } from './find-binaries.ts'
import type { Ffmpeg, FfmpegCall, FfmpegInput, ProbeCall, RunLimits } from './port.ts'
import { progressReader } from './progress.ts'
import { runProcess } from './run-process.ts'
import type { Sandbox } from './sandbox.ts'

const GIB = 1024 ** 3
/** 4K through the ladder takes about 2.5 GiB of address space, an 8K frame about 0.1 GiB for each reference. */
const DEFAULT_MEMORY_BYTES = 6 * GIB
const PROBE_ANSWER_BYTES = 4 * 1024 * 1024

export interface ConfinedSettings {
  binaries: ProbedBinaries
  sandbox: Sandbox
  /** Frames with more are refused before memory is taken for them. */
  maxPixels: number
}

/** An output's name in the work folder, said so that it cannot be taken for an option or another protocol. */
export function outputFile(name: string): string {
  return `file:${name}`
}

export function confinedFfmpeg({ binaries, sandbox, maxPixels }: ConfinedSettings): Ffmpeg {
  const lists = allowListsFor(binaries.capabilities)
  const guards = [
    '-protocol_whitelist', lists.protocols,
    '-format_whitelist', lists.formats,
    '-codec_whitelist', lists.codecs,
    '-max_pixels', String(maxPixels),
  ] // prettier-ignore
  const inputArgs = ({ file, options = [] }: FfmpegInput) => [...guards, ...options, '-i', `file:${file}`]

  async function run({ inputs, output, onProgress = () => {}, ...call }: FfmpegCall): Promise<void> {
    const before = ['-hide_banner', '-v', 'error', '-nostdin', '-y', '-progress', 'pipe:1']
    const command = [binaries.ffmpeg, ...before, ...inputs.flatMap(inputArgs), ...output]
    await runProcess({
      ...call,
      limits: bounded(call.limits),
      sandbox,
      command,
      onStdout: progressReader(onProgress),
    })
  }

  async function probe({ file, options = [], ...call }: ProbeCall): Promise<unknown> {
    const chunks: Buffer[] = []
    let size = 0
    const command = [
      binaries.ffprobe,
      '-v',
      'error',
      ...guards,
      '-print_format',
      'json',
      ...options,
      `file:${file}`,
    ]
    const onStdout = (chunk: Buffer) => {
      size += chunk.length
      if (size <= PROBE_ANSWER_BYTES) chunks.push(chunk)
    }
    await runProcess({ ...call, limits: bounded(call.limits), sandbox, command, onStdout })
    if (size > PROBE_ANSWER_BYTES) throw new Unprocessable('The file describes itself at absurd length.')
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  }

  return { origin: binaries.origin, capabilities: binaries.capabilities, run, probe }
}

/** CPU time over all threads: a generous 16 cores' worth of the wall clock. */
function bounded(limits: RunLimits): RunLimits {
  return { memoryBytes: DEFAULT_MEMORY_BYTES, cpuSeconds: limits.wallSeconds * 16, ...limits }
}
