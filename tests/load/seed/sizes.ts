export interface Sizes {
  users: number
  videos: number
  clips: number
  comments: number
  engagements: number
}

const FULL = { videos: 100_000, clips: 500_000, comments: 1_000_000, engagements: 10_000_000 }
const SMALL = { videos: 1000, clips: 5000, comments: 10_000, engagements: 100_000 }

type Told = { [Name in keyof typeof FULL]?: string }

/** Half as many people as videos; everything else as told, or in the proportions of a full site. */
export function sizesOf(isSmall: boolean, told: Told): Sizes {
  const usual = isSmall ? SMALL : FULL
  const size = (name: keyof typeof FULL) => readCount(name, told[name], usual[name])
  const videos = size('videos')
  const [clips, comments, engagements] = [size('clips'), size('comments'), size('engagements')]
  return { users: Math.max(200, Math.floor(videos / 2)), videos, clips, comments, engagements }
}

function readCount(name: string, value: string | undefined, usual: number): number {
  const count = value === undefined ? usual : Number(value)
  if (!Number.isInteger(count) || count < 100) throw new Error(`--${name} is a whole number of 100 or more`)
  return count
}

/** Of all engagements: half are views and a fifth likes of one video, as with 5,000,000 and 2,000,000 of ten million. */
export const HOT_SHARES = { views: 0.5, likes: 0.2 } as const
/** Of the rest. */
export const REST_SHARES = { videoViews: 0.5, videoLikes: 0.25, videoDislikes: 0.03, clipLikes: 0.1, commentLikes: 0.07, follows: 0.05 } as const // prettier-ignore

/** Place of the video that everybody has seen, and of the one that nobody has. */
export const HOT_VIDEO = 0
export const COLD_VIDEO = 1
