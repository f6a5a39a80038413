/** 25 pictures a second where the true rate is not known. */
export const USUAL_FRAME_SECONDS = 1 / 25

/** Room for what arithmetic loses, in pictures. */
const SLACK = 1e-3

/** The number of the picture that is shown at a moment. */
export function frameAt(seconds: number, secondsPerFrame: number): number {
  return Math.floor(seconds / secondsPerFrame + SLACK)
}

/** When a picture is shown first, to the millisecond: rounded up, since one down would still show the one before. */
export function frameStart(frame: number, secondsPerFrame: number): number {
  return Math.max(0, Math.ceil(frame * secondsPerFrame * 1000 - SLACK)) / 1000
}

/** The beginning of the picture that is shown at a moment: a clip from here begins with it and no earlier. */
export function toFrame(seconds: number, secondsPerFrame: number): number {
  return frameStart(frameAt(seconds, secondsPerFrame), secondsPerFrame)
}

/** So many pictures on or back from a moment, within a video. */
export function stepFrames(
  seconds: number,
  frames: number,
  { secondsPerFrame, duration }: { secondsPerFrame: number; duration: number },
): number {
  const frame = Math.max(0, frameAt(seconds, secondsPerFrame) + frames)
  return Math.min(frameStart(frame, secondsPerFrame), Math.floor(duration * 1000) / 1000)
}

/** Where a player is sent to show the picture that begins at a moment: not quite at its edge, which arithmetic may miss. */
export function insideFrame(seconds: number): number {
  return seconds + 0.0005
}
