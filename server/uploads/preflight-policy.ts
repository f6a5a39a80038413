import { MEDIA_EXTENSIONS, type PREFLIGHT_REFUSALS } from '#shared/uploads'

export type PreflightRefusal = (typeof PREFLIGHT_REFUSALS)[number]

export interface UploadFacts {
  filename: string
  filetype?: string
  /** Of the file as people know it, before any compression on the way. */
  sizeBytes: number
}

/** All in bytes. */
export interface StorageFacts {
  maxBytes: number
  quotaBytes: number
  /** What this person's videos and unfinished uploads already take. */
  usedBytes: number
  freeBytes: number
  /** What other unfinished uploads will still write. */
  promisedBytes: number
  /** Always left free. */
  minFreeBytes: number
}

export type PreflightDecision = { ok: true } | { ok: false; reason: PreflightRefusal; message: string }

/**
 * Whether an upload may begin. The person's own mistakes come first, then the server's limits; a file takes its size
 * twice, because the renditions of a video weigh about as much as the original.
 */
export function decidePreflight(upload: UploadFacts, storage: StorageFacts): PreflightDecision {
  if (upload.sizeBytes === 0) {
    return refuse('empty', 'This file is empty. Choose another one.')
  }
  if (!isMediaFile(upload)) {
    return refuse(
      'type_unsupported',
      'This does not look like a video. Choose an MP4, MOV, MKV, WebM or AVI file.',
    )
  }
  if (upload.sizeBytes > storage.maxBytes) {
    return refuse(
      'too_large',
      `This file is larger than ${formatBytes(storage.maxBytes)}. Make it shorter or smaller and try again.`,
    )
  }
  if (storage.usedBytes + upload.sizeBytes > storage.quotaBytes) {
    const left = Math.max(0, storage.quotaBytes - storage.usedBytes)
    return refuse(
      'quota_exceeded',
      `You have ${formatBytes(left)} of space left. Delete videos that you no longer need and try again.`,
    )
  }
  if (storage.freeBytes - storage.promisedBytes - 2 * upload.sizeBytes < storage.minFreeBytes) {
    return refuse(
      'disk_full',
      'The server has no room for this file right now. Try again later, or ask whoever runs this site.',
    )
  }
  return { ok: true }
}

/** A name with a video's ending, or, where it has none, a video's media type. What is inside is found out later. */
function isMediaFile({ filename, filetype }: UploadFacts): boolean {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase()
  if (extension) return MEDIA_EXTENSIONS.some((known) => known === extension)
  return filetype?.startsWith('video/') ?? false
}

function refuse(reason: PreflightRefusal, message: string): PreflightDecision {
  return { ok: false, reason, message }
}

function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value >= 10 || power === 0 ? Math.floor(value) : Math.floor(value * 10) / 10} ${units[power]}`
}
