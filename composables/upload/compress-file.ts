import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { COMPRESSION_WORTH_IT } from '#shared/uploads'

/** Where compressed bytes go, one part after another. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void> | void
}

export interface CompressedFile {
  compressedBytes: number
  /** Of the file before compression, as 64 hex digits: the server compares after inflating. */
  originalSha256: string
}

/**
 * Compresses a file part by part, hashing the original on the way, so that memory stays small whatever its size.
 * Gives null as soon as the result would not be worth sending: the probe looked at three places only.
 */
export async function compressFile(
  file: Blob,
  sink: ByteSink,
  onProgress: (share: number) => void,
): Promise<CompressedFile | null> {
  const hash = sha256.create()
  let readBytes = 0
  const tap = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      hash.update(part)
      readBytes += part.length
      onProgress(readBytes / file.size)
      controller.enqueue(part)
    },
  })
  const reader = file.stream().pipeThrough(tap).pipeThrough(new CompressionStream('gzip')).getReader()
  let compressedBytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    compressedBytes += part.value.length
    if (compressedBytes >= file.size * COMPRESSION_WORTH_IT) {
      await reader.cancel()
      return null
    }
    await sink.write(part.value)
  }
  return { compressedBytes, originalSha256: bytesToHex(hash.digest()) }
}
