import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

const CHUNK_BYTES = 1024 * 1024

/** SHA-256 of a file as 64 hex digits, read once with constant memory. */
export async function hashFile(
  path: string,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
): Promise<string> {
  const { size } = await stat(path)
  const hash = createHash('sha256')
  let bytes = 0
  let reported = 0
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES, signal })) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
    if (bytes - reported >= 64 * CHUNK_BYTES) {
      reported = bytes
      await onProgress(bytes / size)
    }
  }
  return hash.digest('hex')
}
