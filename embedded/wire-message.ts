/** Opcodes of the MongoDB wire protocol that a driver sends. */
const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER_BYTES = 16
/** maxMessageSizeBytes that the engine announces, and room for the envelope. */
export const MAX_MESSAGE_BYTES = 48_000_000 + 16_384

/** A peer that does not speak the protocol, or wants more memory than a message may take. */
export class BadFrame extends Error {}

/**
 * Cuts a stream into whole messages (each with its 16-byte header).
 * @throws BadFrame for a length that no message can have
 */
export async function* readMessages(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  for await (const chunk of stream) {
    pending.push(chunk)
    pendingBytes += chunk.length
    let wanted = messageLength(pending, pendingBytes)
    while (pendingBytes >= wanted) {
      // joined only when a message is complete: joining at every chunk would copy a large one many times over
      const bytes = pending.length === 1 ? pending[0]! : Buffer.concat(pending)
      yield bytes.subarray(0, wanted)
      pending = bytes.length > wanted ? [bytes.subarray(wanted)] : []
      pendingBytes = bytes.length - wanted
      wanted = messageLength(pending, pendingBytes)
    }
  }
}

/** Infinity while the length itself has not come whole. */
function messageLength(pending: Buffer[], pendingBytes: number): number {
  if (pendingBytes < 4) return Infinity
  const start = pending[0]!.length >= 4 ? pending[0]! : Buffer.concat(pending)
  const length = start.readInt32LE(0)
  if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new BadFrame(`a message of ${length} bytes`)
  return length
}

/** First key of the command document, which is its name; empty when the message carries none. */
export function commandName(message: Buffer): string {
  const documentAt = commandDocumentAt(message)
  if (documentAt < 0 || documentAt + 5 >= message.length) return ''
  const hasElement = message[documentAt + 4] !== 0
  const nameEnd = message.indexOf(0, documentAt + 5)
  return hasElement && nameEnd > 0 ? message.toString('latin1', documentAt + 5, nameEnd) : ''
}

/** OP_MSG: flags, then sections; a document sequence (kind 1) may stand before the body (kind 0). */
function commandDocumentAt(message: Buffer): number {
  const opcode = message.readInt32LE(12)
  // flags, collection name, numberToSkip, numberToReturn
  if (opcode === OP_QUERY) return message.indexOf(0, HEADER_BYTES + 4) + 9
  if (opcode !== OP_MSG) return -1
  let at = HEADER_BYTES + 4
  while (at + 5 < message.length && message[at] === 1) at += 1 + Math.max(4, message.readInt32LE(at + 1))
  return message[at] === 0 ? at + 1 : -1
}

export interface Reply {
  replyTo: number
  /** The request was an OP_QUERY, which is answered by an OP_REPLY. */
  isLegacy: boolean
  document: Uint8Array
}

/** Header and fixed fields of a reply; the document follows it unchanged. */
export function replyHeader(reply: Reply, requestId: number): Buffer {
  const header = Buffer.alloc(reply.isLegacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5)
  header.writeInt32LE(header.length + reply.document.length, 0)
  header.writeInt32LE(requestId, 4)
  header.writeInt32LE(reply.replyTo, 8)
  header.writeInt32LE(reply.isLegacy ? OP_REPLY : OP_MSG, 12)
  if (reply.isLegacy) header.writeInt32LE(1, HEADER_BYTES + 16)
  return header
}

/** A command as a driver would send it. */
export function requestMessage(requestId: number, document: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + 5)
  header.writeInt32LE(header.length + document.length, 0)
  header.writeInt32LE(requestId, 4)
  header.writeInt32LE(OP_MSG, 12)
  return Buffer.concat([header, document])
}

export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4)
}

export function isLegacy(message: Buffer): boolean {
  return message.readInt32LE(12) === OP_QUERY
}
