/**
 * Reads ffmpeg's `-progress` blocks as they arrive and tells the seconds written.
 * `out_time_ms` holds microseconds in every build (the name is an old mistake), and older builds have only that one.
 */
export function progressReader(onSeconds: (seconds: number) => void): (chunk: Buffer) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = (lines.pop() ?? '').slice(-200)
    for (const line of lines) {
      const micros = /^out_time_ms=(\d+)/.exec(line)?.[1]
      if (micros) onSeconds(Number(micros) / 1e6)
    }
  }
}
