import type { CollectedFile } from './format.ts'
import { openBlocks, type ReadBytes } from './read-collected.ts'

export interface DamagedBlock {
  fileId: string
  fileName: string
  block: number
}

/**
 * Reads every block of these files and compares it with its SHA-256: what was just written, before its sources go, and
 * what has lain there for long. Damage does not end it; each block that is damaged is given.
 * @throws Unavailable when the bytes cannot be read, and what `readBytes` throws
 */
export async function* verifyCollection(
  files: CollectedFile[],
  readBytes: ReadBytes,
  signal?: AbortSignal,
): AsyncGenerator<DamagedBlock> {
  for (const file of files) {
    if (file.blockBytes.length > 0) yield* verifyFile(file, readBytes, signal)
  }
}

async function* verifyFile(
  file: CollectedFile,
  readBytes: ReadBytes,
  signal?: AbortSignal,
): AsyncGenerator<DamagedBlock> {
  const blocks = await openBlocks(file, 0, file.blockBytes.length - 1, readBytes)
  try {
    for (let found = await blocks.nextOrDamaged(); found; found = await blocks.nextOrDamaged()) {
      signal?.throwIfAborted()
      if (!found.input) yield { fileId: file.id, fileName: file.name, block: found.block }
    }
  } finally {
    blocks.destroy()
  }
}
