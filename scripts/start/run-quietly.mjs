import { spawn } from 'node:child_process'
import { StartProblem } from './say.mjs'

/** Runs a command to its end; what it says is shown only when it fails. A signal to us ends it too. */
export async function runQuietly(cwd, command, args, env) {
  const isWindows = process.platform === 'win32'
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows })
  const output = []
  child.stdout.on('data', (text) => output.push(text))
  child.stderr.on('data', (text) => output.push(text))
  const end = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
  try {
    const failure = await ending(child)
    if (!failure) return
    console.error(Buffer.concat(output).toString())
    throw new StartProblem(
      `${[command, ...args.slice(0, 2)].join(' ')} ${failure}. What it said stands above.`,
    )
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, end)
  }
}

function ending(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be started (${error.message})`))
    child.on('close', (code, signal) => resolve(code === 0 ? null : `failed (${signal ?? `code ${code}`})`))
  })
}
