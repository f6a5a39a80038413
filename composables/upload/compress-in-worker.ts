import type { CompressReply, CompressRequest } from './compress.worker'
import { openPrivateFile, removePrivateFile } from './private-files'

/** What a file was compressed with, what the server checks after inflating, and where the result lies. */
export interface PayloadEncoding {
  name: 'gzip'
  originalSizeBytes: number
  originalSha256: string
  privateName: string
}

/** A file as it will travel. */
export interface Payload {
  file: File
  encoding?: PayloadEncoding
}

/**
 * Compresses a file away from the page's own thread, into the browser's private storage; sends it as it is when that
 * would not be smaller, or when the browser (or its quota) does not allow it: compression saves time and decides nothing.
 */
export async function compressInWorker(
  file: File,
  privateName: string,
  options: { signal: AbortSignal; onProgress(share: number): void },
): Promise<Payload> {
  if (!canCompress()) return { file }
  try {
    const result = await runWorker({ file, targetName: privateName }, options)
    if (result.kind === 'compressed') {
      const compressed = await openPrivateFile(privateName)
      if (compressed?.size === result.compressedBytes) {
        const { originalSha256 } = result
        return {
          file: compressed,
          encoding: { name: 'gzip', originalSizeBytes: file.size, originalSha256, privateName },
        }
      }
    }
  } catch (error) {
    if (options.signal.aborted) throw error
  }
  await removePrivateFile(privateName)
  return { file }
}

function canCompress(): boolean {
  return (
    typeof Worker !== 'undefined' &&
    typeof CompressionStream !== 'undefined' &&
    typeof navigator.storage?.getDirectory === 'function'
  )
}

function runWorker(
  request: CompressRequest,
  options: { signal: AbortSignal; onProgress(share: number): void },
): Promise<CompressReply> {
  const worker = new Worker(new URL('./compress.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<CompressReply>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<CompressReply>) => {
      if (data.kind === 'progress') options.onProgress(data.share)
      else resolve(data)
    }
    worker.onerror = (event) => reject(new Error(event.message))
    options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), { once: true })
    worker.postMessage(request)
  }).finally(() => worker.terminate())
}
