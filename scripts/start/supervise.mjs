import { StartProblem, note } from './say.mjs'

const FIRST_PAUSE_MS = 300
const MAX_PAUSE_MS = 15_000
/** Who ran this long counts as well again. */
const HEALTHY_MS = 30_000
/** EX_CONFIG of sysexits.h: the child has said what is wrong, and starting it again is no use. */
const NO_USE = 78

/**
 * Keeps one child process running: a child that ends is started again after a pause that grows while it keeps
 * ending. `launch` spawns it; `firstMessage` and `ready` settle with what it says over its channel, at first and when it
 * is ready (`{ ready: true }`), and fail when it ended for good before. `hear` gets everything it says, `ended` is called
 * each time that it ended.
 */
export function supervise({
  name,
  launch,
  stopMs,
  lastWords,
  healthyMs = HEALTHY_MS,
  report = note,
  hear = /** @type {(message: unknown) => unknown} */ (() => {}),
  ended = () => {},
}) {
  let child
  let timer
  let isStopping = false
  let failures = 0
  const firstMessage = withResolvers()
  let ready = withResolvers()
  const giveUp = (problem) => [firstMessage, ready].forEach(({ reject }) => reject(problem))

  function begin() {
    const startedAt = Date.now()
    child = launch()
    child.on('message', (message) => {
      firstMessage.resolve(message)
      if (message?.ready) ready.resolve(message)
      hear(message)
    })
    child.on('error', (error) =>
      giveUp(new StartProblem(`The ${name} could not be started: ${error.message}`)),
    )
    child.on('exit', (code, signal) => {
      ended()
      goOn(code, signal, Date.now() - startedAt)
    })
  }

  function goOn(code, signal, ranMs) {
    if (isStopping) return
    if (code === NO_USE) return giveUp(new StartProblem(lastWords()))
    failures = ranMs > healthyMs ? 0 : failures + 1
    ready = ready.isSettled ? withResolvers() : ready
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1), MAX_PAUSE_MS)
    report(`The ${name} ended (${signal ?? `code ${code}`}) and is started again.`)
    timer = setTimeout(begin, pauseMs)
  }

  begin()
  return {
    firstMessage: firstMessage.promise,
    /** Of the child that runs now, or of the next one while none does. */
    get ready() {
      return ready.promise
    },
    get pid() {
      return child.pid
    },
    /** Says something to the child, where one runs that can hear. */
    send(message) {
      if (child.connected) child.send(message, undefined, undefined, () => {})
    },
    /** SIGKILL, as a crash; it is started again. */
    async kill() {
      if (hasEnded(child)) return
      const exit = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await exit
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
  const resolvers = { isSettled: false }
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }))
  const settled = () => (resolvers.isSettled = true)
  resolvers.promise.then(settled, settled)
  return resolvers
}
