import { StartProblem, note } from './say.mjs'

const FIRST_PAUSE_MS = 300
const MAX_PAUSE_MS = 15_000
/** Who ran this long counts as well again. */
const HEALTHY_MS = 30_000
/** EX_CONFIG of sysexits.h: the child has said what is wrong, and starting it again is no use. */
const NO_USE = 78

/**
 * Keeps one child process running: a child that ends is started again after a pause that grows while it keeps
 * ending. `launch` spawns it; `firstMessage` and `firstReady` settle with what the first one says over its channel, at
 * first and when it is ready (`{ ready: true }`), and fail when it ended for good before.
 */
export function supervise({ name, launch, stopMs, lastWords }) {
  let child
  let timer
  let isStopping = false
  let failures = 0
  const firstMessage = withResolvers()
  const firstReady = withResolvers()
  const giveUp = (problem) => [firstMessage, firstReady].forEach(({ reject }) => reject(problem))

  function begin() {
    const startedAt = Date.now()
    child = launch()
    child.on('message', (message) => {
      firstMessage.resolve(message)
      if (message?.ready) firstReady.resolve(message)
    })
    child.on('error', (error) =>
      giveUp(new StartProblem(`The ${name} could not be started: ${error.message}`)),
    )
    child.on('exit', (code, signal) => ended(code, signal, Date.now() - startedAt))
  }

  function ended(code, signal, ranMs) {
    if (isStopping) return
    if (code === NO_USE) return giveUp(new StartProblem(lastWords()))
    failures = ranMs > HEALTHY_MS ? 0 : failures + 1
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1), MAX_PAUSE_MS)
    note(`The ${name} ended (${signal ?? `code ${code}`}) and is started again.`)
    timer = setTimeout(begin, pauseMs)
  }

  begin()
  return {
    firstMessage: firstMessage.promise,
    firstReady: firstReady.promise,
    get pid() {
      return child.pid
    },
    /** SIGTERM, and SIGKILL for what has not ended after `stopMs`. */
    async stop() {
      isStopping = true
      clearTimeout(timer)
      if (hasEnded(child)) return
      const exit = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), stopMs)
      await exit
      clearTimeout(killer)
    },
  }
}

function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

/** Promise.withResolvers, which Node 20 lacks. Its failure may come before anybody waits for it. */
function withResolvers() {
  const resolvers = {}
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }))
  resolvers.promise.catch(() => {})
  return resolvers
}
