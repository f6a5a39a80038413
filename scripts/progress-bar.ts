const WIDTH = 28
/** Where nobody watches (a log file, CI), a line is written only every so often. */
const QUIET_STEP = 0.1

export interface ProgressBar {
  /** @param share 0 to 1 */
  show(share: number, text: string): void
  end(): void
}

/** One line that is written over again on a terminal; a line at each tenth elsewhere. */
export function progressBar(out: NodeJS.WriteStream = process.stdout): ProgressBar {
  let lastQuiet = -QUIET_STEP
  let isDrawn = false
  return {
    show(share, text) {
      const percent = `${String(Math.floor(share * 100)).padStart(3)} %`
      if (out.isTTY) {
        const filled = Math.round(share * WIDTH)
        const line = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent}  ${text}`
        out.write(`\r\u001b[2K${line.slice(0, (out.columns ?? 80) - 1)}`)
        isDrawn = true
      } else if (share - lastQuiet >= QUIET_STEP || share === 1) {
        lastQuiet = share
        out.write(`${percent}  ${text}\n`)
      }
    },
    end() {
      if (isDrawn) out.write('\n')
      isDrawn = false
    },
  }
}
