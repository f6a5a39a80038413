import { worstIndexBytes } from './collection-index.ts'
import { BLOCK_BYTES, blockCount } from './format.ts'
import { storedBytes, TAIL_BYTES } from './member-frame.ts'
import { blockHeaderBytes } from './member-header.ts'

/**
 * The most that a collection of these files takes: every block stored. What shrinks takes less; nothing takes more, as
 * a block that deflating does not make smaller is stored.
 */
export function worstCaseBytes(files: { name: string; sizeBytes: number }[]): number {
  return files.reduce((sum, file) => sum + worstFileBytes(file), worstIndexBytes(files))
}

function worstFileBytes({ name, sizeBytes }: { name: string; sizeBytes: number }): number {
  const around = blockHeaderBytes(name) + TAIL_BYTES
  const whole = Math.floor(sizeBytes / BLOCK_BYTES)
  const rest = sizeBytes % BLOCK_BYTES
  const bodies = whole * storedBytes(BLOCK_BYTES) + (rest > 0 ? storedBytes(rest) : 0)
  return bodies + blockCount(sizeBytes) * around
}
