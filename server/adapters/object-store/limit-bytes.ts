import { TooLarge } from '../../errors.ts'

/** Passes chunks on and stops with TooLarge once there are more bytes than that. */
export function limitBytes(maxBytes: number | undefined) {
  return async function* (source: AsyncIterable<Buffer | string>) {
    let seen = 0
    for await (const chunk of source) {
      seen += Buffer.byteLength(chunk)
      checkSize(seen, maxBytes)
      yield chunk
    }
  }
}

export function checkSize(sizeBytes: number, maxBytes: number | undefined): void {
  if (maxBytes !== undefined && sizeBytes > maxBytes) {
    throw new TooLarge(`This is larger than the ${maxBytes} bytes that may be stored here.`)
  }
}
