export const MIN_CLIP_SECONDS = 1
export const MAX_CLIP_SECONDS = 600
