import { CHUNK_BYTES } from './port.ts'
import { sectorRoot } from './sector-root.ts'

/** SkynetLabs/skyd, skymodules/skyfilelayout.go: version, sizes of file, metadata and fanout, fanout's and its cipher's kind. */
const LAYOUT_BYTES = 99
const METADATA_SIZE_AT = 9
const CIPHER_TYPE_AT = 34
/** TypePlain. */
const NO_CIPHER = 1
const SKYLINK = /^(?:sia:\/\/)?([A-Za-z0-9_-]{46})$/

/**
 * The sector that a small file is on Sia, with the link that follows from its content: layout, metadata, data, zeros to
 * 4 MiB. The link is two bytes of size and the sector's Merkle root (skylink v1), so it can be known before anything is sent.
 * @returns null when it does not fit into one sector
 */
export function baseSector(data: Buffer, name: string): { skylink: string; sector: Buffer } | null {
  const metadata = Buffer.from(JSON.stringify({ Filename: name, Length: data.length }))
  const usedBytes = LAYOUT_BYTES + metadata.length + data.length
  if (usedBytes > CHUNK_BYTES) return null
  const sector = Buffer.alloc(CHUNK_BYTES)
  sector[0] = 1
  sector.writeBigUInt64LE(BigInt(data.length), 1)
  sector.writeBigUInt64LE(BigInt(metadata.length), METADATA_SIZE_AT)
  sector[CIPHER_TYPE_AT] = NO_CIPHER
  metadata.copy(sector, LAYOUT_BYTES)
  data.copy(sector, LAYOUT_BYTES + metadata.length)
  return { skylink: skylinkOf(sector, usedBytes), sector }
}

/** The 46 characters of a skylink, or null: a portal's answer may be anything. */
export function parseSkylink(text: unknown): string | null {
  return typeof text === 'string' ? (SKYLINK.exec(text)?.[1] ?? null) : null
}

function skylinkOf(sector: Buffer, usedBytes: number): string {
  const link = Buffer.alloc(34)
  link.writeUInt16LE(sizeField(usedBytes))
  Buffer.from(sectorRoot(sector), 'hex').copy(link, 2)
  return link.toString('base64url')
}

/** How much to fetch, in one of eight modes of ever larger steps (skymodules/skylink.go); the offset is always 0. */
function sizeField(usedBytes: number): number {
  for (let mode = 0; mode < 8; mode += 1) {
    const step = mode === 0 ? 4096 : 4096 << (mode - 1)
    const start = mode === 0 ? 0 : 32_768 << (mode - 1)
    if (usedBytes > start + 8 * step) continue
    const steps = Math.max(0, Math.ceil((usedBytes - start) / step) - 1)
    // from the right: version 1 as 00, one set bit a mode and a zero, then the steps
    return ((steps << (mode + 1)) | ((1 << mode) - 1)) << 2
  }
  throw new RangeError(`${usedBytes} bytes do not fit into a sector`)
}
