/** What one build can do; names as the build itself prints them. */
export interface FfmpegCapabilities {
  version: string
  encoders: ReadonlySet<string>
  decoders: ReadonlySet<string>
  filters: ReadonlySet<string>
  muxers: ReadonlySet<string>
  demuxers: ReadonlySet<string>
}

/** Every run has all of them; the operating system enforces what it can, and the wall clock holds everywhere. */
export interface RunLimits {
  wallSeconds: number
  /** Over all threads. */
  cpuSeconds?: number
  /** Address space. */
  memoryBytes?: number
  /** Of each file that is written. */
  outputBytes?: number
}

export interface FfmpegInput {
  /** A file name inside the work folder. */
  file: string
  /** Options of this input, as `-ss 6`. */
  options?: readonly string[]
}

interface Run {
  /** The job's private folder: the process sees names relative to it and nothing of the environment. */
  folder: string
  limits: RunLimits
  isLowPriority?: boolean
  signal?: AbortSignal
}

export interface FfmpegCall extends Run {
  inputs: readonly FfmpegInput[]
  /** Filters, maps, encoders and `outputFile()` names: everything after the inputs. Fixed by us, never from a person. */
  output: readonly string[]
  /** Seconds of media written so far, about twice a second. */
  onProgress?: (seconds: number) => void
}

export interface ProbeCall extends Run {
  file: string
  options?: readonly string[]
}

/**
 * Every ffprobe and ffmpeg process is started here, with the formats, codecs and protocols that it may use named.
 * Errors: Unprocessable with plain words for input that cannot be used, InsufficientStorage for a full disk,
 * Unavailable when the process was ended from outside; the signal's reason after an abort.
 */
export interface Ffmpeg {
  readonly origin: 'configured' | 'system' | 'npm'
  readonly capabilities: FfmpegCapabilities
  run(call: FfmpegCall): Promise<void>
  /** ffprobe's JSON answer, not yet checked. */
  probe(call: ProbeCall): Promise<unknown>
}
