import type { Visibility } from '#shared/videos'

/** Where an upload stands, as the person sees it. */
export type UploadPhase =
  /** Asking the server whether it takes this file. */
  | 'checking'
  /** It does not; `message` says why, `reason` is the code. */
  | 'refused'
  /** Making it smaller before sending, without loss. */
  | 'compressing'
  /** Behind other uploads. */
  | 'waiting'
  | 'sending'
  | 'paused'
  /** The connection was lost; goes on by itself. */
  | 'offline'
  /** Every byte has arrived; the server checks them. */
  | 'finishing'
  /** As the states of a video. */
  | 'preparing'
  | 'playable'
  | 'ready'
  | 'failed'
  /** Begun earlier and unfinished; the browser needs the file again. */
  | 'needs_file'
  /** Rested too long and was removed. */
  | 'expired'

export interface UploadDraft {
  title: string
  description: string
  /** combinedTopicName */
  topic: string | null
  visibility: Visibility
}

/** One upload in the queue; plain data. */
export interface UploadItem {
  /** Stable for the life of the page. */
  key: string
  uploadId: string | null
  filename: string
  /** What travels: smaller than the file when it was compressed. */
  sizeBytes: number
  phase: UploadPhase
  sentBytes: number
  /** Smoothed; 0 while unknown. */
  bytesPerSecond: number
  secondsLeft: number | null
  /** 0 to 1 while compressing, else null. */
  compressedShare: number | null
  /** 0 to 1 over the processing on the server. */
  progress: number
  videoId: string | null
  /** Plain words: what happened and what to do next. */
  message?: string
  reason?: string
  canRetry: boolean
  draft: UploadDraft
  draftState: 'saved' | 'saving' | 'unsaved' | 'error'
}

/** What of an item the machinery behind it may change. */
export type UploadChange = Partial<Omit<UploadItem, 'key' | 'draft'>>
