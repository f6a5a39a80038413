import { spawn } from 'node:child_process'

/** The running step; a signal to npm test ends it with everything that it started. */
let current

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endGroup('SIGTERM')
    process.exit(1)
  })
}

/**
 * Runs a command in a process group of its own, with its output shown as it comes. A step that hangs is ended.
 * @returns {Promise<{ code: number, output: string }>} `output`: the end of what it wrote to stdout
 */
export function runStep({ command, args, env, cwd, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
    current = child
    let output = ''
    child.stdout.on('data', (text) => {
      process.stdout.write(text)
      output = (output + text).slice(-20_000)
    })
    const timer = setTimeout(() => {
      console.error(`\nThis step took longer than ${timeoutMs / 60_000} minutes and was ended.`)
      endGroup('SIGKILL')
    }, timeoutMs)
    const done = (code) => {
      clearTimeout(timer)
      // what it left behind must not disturb the next step
      endGroup('SIGKILL')
      current = undefined
      resolve({ code, output })
    }
    child.on('error', (error) => {
      console.error(error.message)
      done(1)
    })
    child.on('close', (code) => done(code ?? 1))
  })
}

function endGroup(signal) {
  try {
    if (current?.pid) process.kill(-current.pid, signal)
  } catch {
    // the group is gone already
  }
}
