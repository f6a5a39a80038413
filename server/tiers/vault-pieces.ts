import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { VAULT_PIECE_BYTES } from '#shared/storage'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'

/**
 * A copy that is being given back lies in the object store, a piece an object: any process can take the next, a kill
 * loses nothing that was answered for, and two who bring the same bring the same bytes.
 */
export function pieceKey(videoId: string, piece: number): string {
  return `given/${videoId}/${String(piece).padStart(6, '0')}`
}

/** Every piece but the last has the full size. */
export function pieceBytes(sizeBytes: number, piece: number): number {
  return Math.min(VAULT_PIECE_BYTES, sizeBytes - piece * VAULT_PIECE_BYTES)
}

/** Bytes from the beginning on without a gap. */
export async function receivedBytes(videoId: string, sizeBytes: number): Promise<number> {
  let received = 0
  let piece = 0
  for await (const info of getObjectStore().list(`given/${videoId}/`)) {
    if (info.key !== pieceKey(videoId, piece) || info.sizeBytes !== pieceBytes(sizeBytes, piece)) break
    received += info.sizeBytes
    piece++
  }
  return received
}

/** The copy, or a range of it, out of its pieces. */
export function readPieces(videoId: string, sizeBytes: number, range?: ByteRange): Readable {
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
  return Readable.from(bytesOf(videoId, start, Math.min(end, sizeBytes - 1)), { objectMode: false })
}

async function* bytesOf(videoId: string, start: number, end: number): AsyncGenerator<Buffer> {
  for (let piece = Math.floor(start / VAULT_PIECE_BYTES); piece * VAULT_PIECE_BYTES <= end; piece++) {
    const begin = piece * VAULT_PIECE_BYTES
    const part = { start: Math.max(0, start - begin), end: Math.min(VAULT_PIECE_BYTES - 1, end - begin) }
    for await (const chunk of await getObjectStore().read(pieceKey(videoId, piece), part))
      yield chunk as Buffer
  }
}

/** SHA-256 of all pieces, hex. */
export async function hashPieces(videoId: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of readPieces(videoId, sizeBytes)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

export async function removePieces(videoId: string): Promise<void> {
  for await (const { key } of getObjectStore().list(`given/${videoId}/`)) await getObjectStore().remove(key)
}
