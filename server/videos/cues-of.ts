import { Cue, MAX_CUES, type PutCaptionsBody } from '#shared/studio'
import { cueText, inOrder, parseVtt } from '#shared/web-vtt'
import { Unprocessable } from '../errors.ts'

/**
 * The cues that a body brings, in the order of their start and to the millisecond.
 * @throws Unprocessable for both ways at once or none, for no cue, too many, one that ends before it begins or is too long
 */
export function cuesOf({ vtt, cues }: PutCaptionsBody): Cue[] {
  if ((vtt === undefined) === (cues === undefined)) {
    throw new Unprocessable('Send the captions either as a WebVTT file or cue by cue.')
  }
  const all = vtt === undefined ? (cues ?? []).map(tidy) : parseVtt(vtt, MAX_CUES + 1)
  if (all.length === 0) throw new Unprocessable('There are no captions in this. Choose a WebVTT or SubRip file.')
  if (all.length > MAX_CUES) throw new Unprocessable(`Captions have at most ${MAX_CUES} cues.`)
  const wrong = all.findIndex((cue) => !Cue.safeParse(cue).success || cue.endSeconds <= cue.startSeconds)
  if (wrong >= 0) {
    throw new Unprocessable(
      `Cue ${wrong + 1} cannot be kept: it ends before it begins, says nothing, or says more than 1,000 characters.`,
      { details: [{ path: `cues.${wrong}`, message: 'cannot be kept' }] },
    )
  }
  return inOrder(all)
} // prettier-ignore

function tidy({ startSeconds, endSeconds, text }: Cue): Cue {
  const milliseconds = (seconds: number) => Math.round(seconds * 1000) / 1000
  return {
    startSeconds: milliseconds(startSeconds),
    endSeconds: milliseconds(endSeconds),
    text: cueText(text),
  }
}
