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

export interface UnfinishedStore {
  all(): Promise<UnfinishedUpload[]>
  put(upload: UnfinishedUpload): Promise<void>
  remove(uploadId: string): Promise<void>
}

const NAME = 'clipway-uploads'
const TABLE = 'unfinished'

/** IndexedDB, because it holds file handles. Where it is not allowed, a reload asks for the file again, and nothing else is lost. */
export function openUnfinishedStore(): UnfinishedStore {
  const run = async <Result>(
    mode: IDBTransactionMode,
    act: (table: IDBObjectStore) => IDBRequest<Result>,
    otherwise: Result,
  ): Promise<Result> => {
    try {
      const database = await openDatabase()
      const transaction = database.transaction(TABLE, mode)
      const result = await settled(act(transaction.objectStore(TABLE)))
      database.close()
      return result
    } catch {
      return otherwise
    }
  }
  return {
    all: () => run<UnfinishedUpload[]>('readonly', (table) => table.getAll(), []),
    put: async (upload) => {
      await run<IDBValidKey>('readwrite', (table) => table.put(upload), '')
    },
    remove: async (uploadId) => {
      await run<undefined>('readwrite', (table) => table.delete(uploadId), undefined)
    },
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'uploadId' })
  return settled(request)
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
