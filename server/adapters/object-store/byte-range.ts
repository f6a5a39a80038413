import { RangeNotSatisfiable } from '../../errors.ts'
import type { ByteRange } from './port.ts'

/**
 * The part of the range that exists: an end beyond the last byte is drawn back to it (RFC 9110, 14.1.2).
 * @throws RangeNotSatisfiable when it begins after the last byte, so always for an empty object
 */
export function clampRange(range: ByteRange, sizeBytes: number): ByteRange {
  const { start, end } = range
  const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start
  if (!isRange || start >= sizeBytes) {
    throw new RangeNotSatisfiable('This part of the file does not exist.', {
      headers: { 'content-range': `bytes */${sizeBytes}` },
    })
  }
  return { start, end: Math.min(end, sizeBytes - 1) }
}
