import type { UploadMetadata } from '#shared/uploads'
import type { Payload } from './compress-in-worker'
import type { UploadDraft } from './upload-item'

/** Upload-Metadata as tus sends it. A title left empty is left to the server, which takes the file's name. */
export function uploadMetadata(
  filename: string,
  payload: Payload,
  draft: UploadDraft,
): Record<string, string> {
  const { file, encoding } = payload
  const metadata: Partial<Record<keyof UploadMetadata, string>> = {
    filename,
    visibility: draft.visibility,
    ...(file.type && !encoding ? { filetype: file.type } : {}),
    ...(draft.title.trim() ? { title: draft.title } : {}),
    ...(draft.description.trim() ? { description: draft.description } : {}),
    ...(draft.topic ? { topic: draft.topic } : {}),
    ...(encoding
      ? {
          encoding: encoding.name,
          originalSizeBytes: String(encoding.originalSizeBytes),
          originalSha256: encoding.originalSha256,
        }
      : {}),
  }
  return metadata as Record<string, string>
}

/** A draft as the server keeps it: it never takes an empty title, so clearing one leaves the last. */
export function detailsToSave(change: Partial<UploadDraft>): Partial<UploadDraft> {
  const { title, ...rest } = change
  return title?.trim() ? { title, ...rest } : rest
}
