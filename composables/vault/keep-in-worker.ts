import type { KeepOutcome } from './keep-copy'
import type { KeepReply, KeepRequest } from './keep.worker'

/** Away from the page's own thread. Rejects with the signal's reason when it is aborted; what came by then stays. */
export function keepInWorker(
  request: KeepRequest,
  options: { signal: AbortSignal; onProgress(keptBytes: number): void },
): Promise<KeepOutcome> {
  const worker = new Worker(new URL('./keep.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<KeepOutcome>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<KeepReply>) => {
      if (data.kind === 'progress') options.onProgress(data.keptBytes)
      else resolve(data)
    }
    worker.onerror = () => resolve({ kind: 'failed', problem: 'cut' })
    options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), { once: true })
    worker.postMessage(request)
  }).finally(() => worker.terminate())
}
