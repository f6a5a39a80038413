import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { KeepProblem } from './vault-record'

/** Of FileSystemSyncAccessHandle what is used here; positions in bytes. */
export interface CopyFile {
  getSize(): number
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  flush(): void
}

export interface WantedCopy {
  url: string
  sizeBytes: number
  /** Hex. */
  sha256: string
}

export type KeepOutcome = { kind: 'kept' } | { kind: 'failed'; problem: KeepProblem }

const READ_BYTES = 4 * 2 ** 20

/**
 * Brings a copy into a file, from where the file ends, and checks the whole by its hash: what does not match is thrown
 * away. Memory stays small however large it is.
 */
export async function keepCopy(
  wanted: WantedCopy,
  file: CopyFile,
  onProgress: (keptBytes: number) => void,
  fetchBytes: typeof fetch = fetch,
): Promise<KeepOutcome> {
  if (file.getSize() > wanted.sizeBytes) file.truncate(0)
  const hash = sha256.create()
  let at = hashKept(file, hash)
  onProgress(at)
  if (at < wanted.sizeBytes) {
    const answer = await ask(wanted.url, at, fetchBytes)
    if (!(answer instanceof Response)) return failed(answer)
    try {
      for await (const part of partsOf(answer)) {
        file.write(part, { at })
        hash.update(part)
        at += part.byteLength
        onProgress(at)
      }
      file.flush()
    } catch (error) {
      return failed(isFull(error) ? 'full' : 'cut')
    }
  }
  if (at < wanted.sizeBytes) return failed('cut')
  if (at === wanted.sizeBytes && bytesToHex(hash.digest()) === wanted.sha256) return { kind: 'kept' }
  file.truncate(0)
  return failed('wrong')
}

function hashKept(file: CopyFile, hash: { update(bytes: Uint8Array): unknown }): number {
  const buffer = new Uint8Array(READ_BYTES)
  let at = 0
  for (let read = file.read(buffer, { at }); read > 0; read = file.read(buffer, { at })) {
    hash.update(buffer.subarray(0, read))
    at += read
  }
  return at
}

/** The body from `at` on, or why there is none. */
async function ask(url: string, at: number, fetchBytes: typeof fetch): Promise<Response | KeepProblem> {
  const headers = { range: `bytes=${at}-` }
  const answer = await fetchBytes(url, { headers, cache: 'no-store' }).catch(() => null)
  if (answer?.status === 206) return answer
  await answer?.body?.cancel().catch(() => undefined)
  const isGone = answer && [401, 403, 404, 410, 416].includes(answer.status)
  return isGone ? 'gone' : 'cut'
}

/** Safari's streams are not iterable yet. */
async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body!.getReader() as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}

function failed(problem: KeepProblem): KeepOutcome {
  return { kind: 'failed', problem }
}
