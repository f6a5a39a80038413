import { InsufficientStorage, Unavailable, Unprocessable, type AppError } from '../../errors.ts'

export interface ProcessEnd {
  exitCode: number | null
  signal: NodeJS.Signals | null
  /** The end of what it printed. */
  stderr: string
  isTimedOut: boolean
}

type Reason = [pattern: RegExp, error: (match: RegExpExecArray) => AppError]

const refused = (message: string) => new Unprocessable(message)

/** Most telling first: a refused format also prints that its input is invalid. */
const REASONS: Reason[] = [
  [
    /No space left on device/,
    () =>
      new InsufficientStorage(
        'The server has no space left to prepare this video. Free some space, then try again.',
      ),
  ],
  [
    /Disk quota exceeded/,
    () => new InsufficientStorage('The server has used up its disk quota. Free some space, then try again.'),
  ],
  [
    /Format not on whitelist/,
    () =>
      refused('This kind of file is not accepted. Upload a video file, for example MP4, MOV, MKV or WebM.'),
  ],
  [
    /Codec \(([^)]+)\) not on whitelist/,
    ([, codec]) => refused(`The codec ${codec} is not supported. Export the video as H.264 and try again.`),
  ],
  [
    /Picture size \d+x\d+ .*exceeds specified max pixel count|Picture size \d+x\d+ is invalid|exceeds .*max_pixels/,
    () => refused('The picture is too large. Export the video at 8K or less and try again.'),
  ],
  [
    /moov atom not found|partial file|EBML header parsing failed|Truncat/i,
    () =>
      refused('The file is damaged or incomplete. Check that it plays on your computer and upload it again.'),
  ],
  [
    /File too large|File size limit/,
    () =>
      refused('The video grew beyond its bound while it was prepared. Export it again as H.264 and retry.'),
  ],
  [/Cannot allocate memory/, () => refused('The video needs more memory to decode than it may take.')],
]

const DAMAGED =
  'The file is not a video that can be read, or it is damaged. Check that it plays on your computer.'

/** Plain words for how a run ended badly. What the process printed is for the log alone. */
export function failureOf({ signal, stderr, isTimedOut }: ProcessEnd): AppError {
  for (const [pattern, error] of REASONS) {
    const match = pattern.exec(stderr)
    if (match) return error(match)
  }
  if (isTimedOut || signal === 'SIGXCPU') return refused('Preparing the video took longer than it may.')
  if (signal === 'SIGXFSZ') return refused('The video grew beyond its bound while it was prepared.')
  if (signal)
    return new Unavailable(
      `Preparing the video was interrupted (${signal}). Try again if it does not go on by itself.`,
    )
  return refused(DAMAGED)
}
