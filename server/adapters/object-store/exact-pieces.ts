/** A stream in pieces of exactly so many bytes, one in memory; the last may be shorter. */
export async function* exactPieces(
  source: AsyncIterable<Buffer | string>,
  pieceBytes: number,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const piece of source) {
    let chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
    while (bytes + chunk.length >= pieceBytes) {
      const missing = pieceBytes - bytes
      yield Buffer.concat([...held, chunk.subarray(0, missing)], pieceBytes)
      chunk = chunk.subarray(missing)
      held = []
      bytes = 0
    }
    if (chunk.length > 0) held.push(chunk)
    bytes += chunk.length
  }
  if (bytes > 0) yield Buffer.concat(held, bytes)
}
