/**
 * Rows in a table of its own in IndexedDB, which holds what JSON cannot (file handles). Where that is not allowed, as in
 * some private windows, reading gives nothing and writing is lost.
 */
export interface PrivateTable<Row> {
  all(): Promise<Row[]>
  put(row: Row): Promise<void>
  remove(key: string): Promise<void>
}

interface Place {
  database: string
  table: string
  keyPath: string
}

export function openPrivateTable<Row>({ database, table, keyPath }: Place): PrivateTable<Row> {
  const run = async <Result>(
    mode: IDBTransactionMode,
    act: (rows: IDBObjectStore) => IDBRequest<Result>,
    otherwise: Result,
  ): Promise<Result> => {
    try {
      const request = indexedDB.open(database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath })
      const opened = await settled(request)
      const result = await settled(act(opened.transaction(table, mode).objectStore(table)))
      opened.close()
      return result
    } catch {
      return otherwise
    }
  }
  return {
    all: () => run<Row[]>('readonly', (rows) => rows.getAll(), []),
    put: async (row) => {
      await run<IDBValidKey>('readwrite', (rows) => rows.put(row), '')
    },
    remove: async (key) => {
      await run<undefined>('readwrite', (rows) => rows.delete(key), undefined)
    },
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
