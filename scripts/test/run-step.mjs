import { spawn } from 'node:child_process'

/** Characters. */
const MAX_KEPT = 20_000

/** Running steps; a signal to npm test ends them with everything that they started. */
const running = new Set()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) endGroup(child, 'SIGTERM')
    process.exit(1)
  })
}

/**
 * Runs a command in a process group of its own. A step that hangs is ended.
 * @param {{ write(text: string | Buffer): void }} out where its output is shown as it comes
 * @returns {Promise<{ code: number, output: string, tail: string }>} the end of what it wrote: to stdout, and to both
 */
export function runStep({ command, args, env, cwd, timeoutMs }, out) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let output = ''
    let tail = ''
    const show = (text) => {
      out.write(text)
      tail = (tail + text).slice(-MAX_KEPT)
    }
    child.stdout.on('data', (text) => {
      show(text)
      output = (output + text).slice(-MAX_KEPT)
    })
    child.stderr.on('data', show)
    const timer = setTimeout(() => {
      show(`\nThis step took longer than ${timeoutMs / 60_000} minutes and was ended.\n`)
      endGroup(child, 'SIGKILL')
    }, timeoutMs)
    const done = (code) => {
      clearTimeout(timer)
      // what it left behind must not disturb the next step
      endGroup(child, 'SIGKILL')
      running.delete(child)
      resolve({ code, output, tail })
    }
    child.on('error', (error) => {
      show(`${error.message}\n`)
      done(1)
    })
    child.on('close', (code) => done(code ?? 1))
  })
}

function endGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch {
    // the group is gone already
  }
}
