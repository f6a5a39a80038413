import { blake2bModule } from './blake2b-module.ts'
import { CHUNK_BYTES } from './port.ts'

const LEAF_BYTES = 64
const ROOT_BYTES = 32
/** Hashed at once, in about 2 ms: the event loop is never held for longer. */
const BATCH_BYTES = 256 * 1024
const BATCHES = CHUNK_BYTES / BATCH_BYTES
/** Behind the batch, a half of which is the most that its first level of digests takes. */
const DIGESTS_AT = BATCH_BYTES
/** Of a leaf, and of two roots (Sia's Merkle tree, as in RFC 6962, 2.1). */
const LEAF = 0
const NODE = 1

type Run = (prefix: number, input: number, pairs: number, output: number) => void

let compiled: WebAssembly.Module | undefined
let zeroBatch: Buffer | undefined

/**
 * Merkle roots of 4 MiB chunks as Sia has them for its sectors: leaves of 64 bytes, BLAKE2b-256, the last chunk padded
 * with zeros. Bytes come in pieces of any size. In plain JavaScript a chunk takes a second or two (131,071 hashes); in
 * WebAssembly that hashes two at a time it takes 15 to 25 ms, so a core does 10 GB in about a minute.
 */
export class ChunkRoots {
  private readonly run: Run
  private readonly memory: Uint8Array
  private readonly roots: string[] = []
  private batches: Buffer[] = []
  private filled = 0

  constructor() {
    const { exports } = new WebAssembly.Instance((compiled ??= new WebAssembly.Module(blake2bModule())))
    this.run = exports.run as Run
    this.memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer)
  }

  update(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + BATCH_BYTES - this.filled)
      this.memory.set(part, this.filled)
      this.filled += part.length
      from += part.length
      if (this.filled === BATCH_BYTES) this.endBatch()
    }
  }

  /** Hex, one a chunk; none for no bytes. */
  digest(): string[] {
    if (this.filled > 0) this.endBatch()
    if (this.batches.length > 0) this.endChunk()
    return this.roots
  }

  private endBatch(): void {
    this.memory.fill(0, this.filled, BATCH_BYTES)
    this.filled = 0
    this.batches.push(this.reduce(LEAF, BATCH_BYTES / LEAF_BYTES))
    if (this.batches.length === BATCHES) this.endChunk()
  }

  private endChunk(): void {
    const missing = BATCHES - this.batches.length
    const all = Buffer.concat([...this.batches, ...Array<Buffer>(missing).fill(this.zeros(missing))])
    this.batches = []
    this.memory.set(all)
    this.roots.push(this.reduce(NODE, BATCHES / 2).toString('hex'))
  }

  /** Hashes what lies in the memory level by level: `count` hashes of 64 bytes each, then half of them, down to one. */
  private reduce(prefix: number, count: number): Buffer {
    let input = 0
    let output = DIGESTS_AT
    for (let left = count; ; left /= 2) {
      this.run(left === count ? prefix : NODE, input, Math.ceil(left / 2), output)
      if (left === 1) return Buffer.from(this.memory.subarray(output, output + ROOT_BYTES))
      ;[input, output] = [output, input]
    }
  }

  private zeros(missing: number): Buffer {
    if (missing === 0) return Buffer.alloc(0)
    if (!zeroBatch) {
      this.memory.fill(0, 0, BATCH_BYTES)
      zeroBatch = this.reduce(LEAF, BATCH_BYTES / LEAF_BYTES)
    }
    return zeroBatch
  }
}

/** Of one chunk of at most 4 MiB: a Sia sector's root; of no bytes, that of an empty sector. */
export function sectorRoot(sector: Uint8Array): string {
  const roots = new ChunkRoots()
  roots.update(sector.length === 0 ? new Uint8Array(1) : sector)
  return roots.digest()[0]!
}
