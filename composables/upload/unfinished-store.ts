import { openPrivateTable, type PrivateTable } from '~/composables/private-table'
import type { PayloadEncoding } from './compress-in-worker'
import type { UploadDraft } from './upload-item'

/** What the browser keeps of an unfinished upload, so that a reload can go on with it. */
export interface UnfinishedUpload {
  uploadId: string
  filename: string
  /** Of the file the person chose: one that was changed since would make one broken video of two halves. */
  lastModified: number
  /** Lets the file be read again without choosing it; browsers ask the person once. */
  handle?: FileSystemFileHandle
  /** The compressed form, in private storage. */
  encoding?: PayloadEncoding
  /** Typed but not yet kept by the server. */
  unsavedDraft?: Partial<UploadDraft>
}

export type UnfinishedStore = PrivateTable<UnfinishedUpload>

/** Where nothing can be kept, a reload asks for the file again, and nothing else is lost. */
export function openUnfinishedStore(): UnfinishedStore {
  return openPrivateTable({ database: 'clipway-uploads', table: 'unfinished', keyPath: 'uploadId' })
}
