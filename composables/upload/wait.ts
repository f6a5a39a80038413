/** Rejects with the signal's reason when it is aborted first. `wake` ends the wait early. */
export function wait(milliseconds: number, signal: AbortSignal, wake?: EventTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      wake?.removeEventListener('online', finish)
    }
    const finish = () => {
      end()
      resolve()
    }
    const abort = () => {
      end()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(finish, milliseconds)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    // the browser's own word that the network is back
    wake?.addEventListener('online', finish, { once: true })
  })
}

export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
  })
}
