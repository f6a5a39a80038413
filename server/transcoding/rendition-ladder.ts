/** Heights and peak bits per second, as common ladders have them. */
const STANDARD_RUNGS = [
  { height: 240, maxBitrate: 400_000 },
  { height: 360, maxBitrate: 800_000 },
  { height: 480, maxBitrate: 1_400_000 },
  { height: 720, maxBitrate: 2_800_000 },
  { height: 1080, maxBitrate: 5_000_000 },
] as const

/** A source of 1072 lines is what people call 1080p. */
const HEIGHT_TOLERANCE = 1.05
/** A source this much above the highest standard rung gets one at its own height, or it would visibly lose. */
const OWN_RUNG_FROM = 1.1
/** Hardware decoders stop here. */
const MAX_LONG_SIDE = 4096

export interface Rung {
  /** By the short side, as 720p; portrait videos too. */
  name: string
  width: number
  height: number
  /** Bits per second at the peak. */
  maxBitrate: number
  /** Frames are dropped to this many a second; null keeps the source's own times. */
  frameRate: number | null
}

/** As shown: after rotation, with square pixels. */
export interface PictureFacts {
  width: number
  height: number
  frameRate: number
}

/** What is encoded of a source, lowest first: never larger than the source, every side even, at least one rung. */
export function renditionLadder(source: PictureFacts): Rung[] {
  const short = Math.min(source.width, source.height) * decodableShare(source)
  const standard = STANDARD_RUNGS.filter((rung) => rung.height <= short * HEIGHT_TOLERANCE)
  // 240p serves only where nothing larger fits
  const chosen: { height: number; maxBitrate: number }[] = standard.length > 1 ? standard.slice(1) : standard
  const top = chosen.at(-1)?.height ?? 0
  const ownHeight = short < 1080 && short > top * OWN_RUNG_FROM ? evenBelow(short) : 0
  const own = ownHeight > 0 ? [{ height: ownHeight, maxBitrate: bitrateAt(ownHeight) }] : []
  return [...chosen, ...own].map((rung) => fitted(rung, source))
}

function fitted({ height, maxBitrate }: { height: number; maxBitrate: number }, source: PictureFacts): Rung {
  const scale = Math.min(decodableShare(source), height / Math.min(source.width, source.height))
  const cap = height >= 720 ? 60 : 30
  return {
    name: `${height}p`,
    width: scaled(source.width, scale),
    height: scaled(source.height, scale),
    maxBitrate,
    frameRate: source.frameRate > cap * 1.05 ? cap : null,
  }
} // prettier-ignore

/** How far a picture that is too long for decoders shrinks; 1 for almost all. */
function decodableShare({ width, height }: PictureFacts): number {
  return Math.min(1, MAX_LONG_SIDE / Math.max(width, height))
}

/** 4:2:0 needs even sides; rounding must not go above the source. */
function scaled(side: number, scale: number): number {
  const nearest = Math.round((side * scale) / 2) * 2
  return Math.max(2, nearest > side ? evenBelow(side) : nearest)
}

function evenBelow(side: number): number {
  return Math.max(2, Math.floor(side / 2) * 2)
}

/** Between two standard rungs, in proportion. */
function bitrateAt(height: number): number {
  const above = STANDARD_RUNGS.find((rung) => rung.height >= height) ?? STANDARD_RUNGS[4]
  const below = STANDARD_RUNGS.findLast((rung) => rung.height < height) ?? { height: 0, maxBitrate: 0 }
  const share = (height - below.height) / (above.height - below.height)
  const between = below.maxBitrate + share * (above.maxBitrate - below.maxBitrate)
  return Math.max(100_000, Math.round(between / 1000) * 1000)
}
