interface Segments {
  segmentBytes: readonly number[]
  segmentSeconds: readonly number[]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/**
 * Bits per second for BANDWIDTH and AVERAGE-BANDWIDTH (RFC 8216, 4.3.4.2). A last segment of a few frames says
 * nothing about the peak, so only segments of at least half the average length count.
 */
export function bitrates({ segmentBytes, segmentSeconds }: Segments): {
  peakBitrate: number
  averageBitrate: number
} {
  const totalSeconds = sum(segmentSeconds)
  if (totalSeconds === 0) return { peakBitrate: 0, averageBitrate: 0 }
  const enough = totalSeconds / segmentSeconds.length / 2
  const rates = segmentBytes.map((bytes, index) => {
    const seconds = segmentSeconds[index] ?? 0
    return seconds >= enough ? (bytes * 8) / seconds : 0
  })
  return {
    peakBitrate: Math.ceil(Math.max(...rates)),
    averageBitrate: Math.ceil((sum(segmentBytes) * 8) / totalSeconds),
  }
}
