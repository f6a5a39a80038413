import { z } from 'zod'
import type { VttCue } from '#shared/web-vtt'

const Draft = z.object({
  revision: z.string().nullable(),
  label: z.string(),
  cues: z.array(z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() })),
  savedAt: z.number(),
})
export interface CaptionDraft {
  /** Of the captions that it was made from. */
  revision: string | null
  label: string
  cues: VttCue[]
  savedAt: number
}

/** Edits that are not saved yet, kept in this browser: a closed tab loses none. Where it keeps nothing, nothing is kept. */
export function captionDrafts(videoId: string, language: string) {
  const key = `clipway:captions:${videoId}:${language}`
  return {
    read(): CaptionDraft | null {
      try {
        return Draft.parse(JSON.parse(localStorage.getItem(key) ?? 'null'))
      } catch {
        return null
      }
    },
    write(draft: CaptionDraft): void {
      try {
        localStorage.setItem(key, JSON.stringify(draft))
      } catch {
        // full or forbidden: leaving the page warns all the same
      }
    },
    forget(): void {
      try {
        localStorage.removeItem(key)
      } catch {
        // forbidden: then nothing was kept either
      }
    },
  }
}
