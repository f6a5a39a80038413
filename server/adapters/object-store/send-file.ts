import type { FileHandle } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { BufferPool } from './buffer-pool.ts'
import type { ByteRange } from './port.ts'

/**
 * Writes a range of an open file to a response and ends it. While one buffer is on its way to the client the other is
 * being filled; a client that reads slowly holds the reading back.
 * @returns `sent`, `gone` when the client went away, `short` when the file ended early
 * @throws what reading threw
 */
export async function sendFile(
  file: FileHandle,
  range: ByteRange,
  response: Writable,
  pool: BufferPool,
): Promise<'sent' | 'gone' | 'short'> {
  const gone = goneSignal(response)
  const slots: Slot[] = []
  try {
    let position = range.start
    for (let turn = 0; position <= range.end; turn ^= 1) {
      // the second buffer is taken only by a range that does not fit into the first
      const slot = (slots[turn] ??= { buffer: pool.take(), written: Promise.resolve() })
      await slot.written
      if (gone.isGone()) return 'gone'
      const wanted = Math.min(slot.buffer.length, range.end - position + 1)
      const { bytesRead } = await file.read(slot.buffer, 0, wanted, position)
      if (gone.isGone()) return 'gone'
      if (bytesRead === 0) return 'short'
      slot.written = gone.orDone(write(response, slot.buffer.subarray(0, bytesRead)))
      position += bytesRead
    }
    await Promise.all(slots.map((slot) => slot.written))
    if (gone.isGone()) return 'gone'
    response.end()
    return 'sent'
  } finally {
    for (const slot of slots) pool.giveBack(slot.buffer, !gone.isGone())
    gone.stop()
  }
}

interface Slot {
  buffer: Buffer
  written: Promise<void>
}

/** A failed write means that the client is gone; `close` tells. */
function write(response: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()))
}

function goneSignal(response: Writable) {
  let onClose: () => void = () => undefined
  const closed = new Promise<void>((resolve) => (onClose = resolve))
  const ignore = () => undefined
  response.once('close', onClose).on('error', ignore)
  return {
    isGone: () => response.destroyed || response.closed,
    orDone: (written: Promise<void>) => Promise.race([written, closed]),
    stop: () => void response.off('close', onClose).off('error', ignore),
  }
}
