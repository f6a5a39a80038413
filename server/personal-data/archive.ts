import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ExportPart } from './export-parts.ts'

interface ArchiveOptions {
  signal: AbortSignal
  /** Called when so many parts are written. */
  onPart(done: number): Promise<void>
}

/**
 * A zip (zip64 where it needs to be) of the parts, one after another as it is read: nothing is kept in memory but what is
 * under way. A part that fails, or the signal, destroys the stream with its reason, so that nothing half is stored.
 */
export function openArchive(parts: readonly ExportPart[], { signal, onPart }: ArchiveOptions): Readable {
  const zip = new ZipFile()
  // a Node stream, whatever its type says
  const output = zip.outputStream as Readable
  let current: Readable | undefined
  const fail = (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error)))
  const abort = () => fail(signal.reason)
  zip.on('error', fail)
  signal.addEventListener('abort', abort, { once: true })
  // it may fail before its reader has come, who finds it destroyed then
  output.on('error', () => undefined)
  output.once('close', () => {
    signal.removeEventListener('abort', abort)
    current?.destroy()
  })

  parts.forEach((part, index) => {
    zip.addReadStreamLazy(part.path, { compress: part.isCompressible }, (give) => {
      openPart(part, () => onPart(index)).then((stream) => {
        current = stream.once('error', fail)
        give(null, stream)
      }, fail)
    })
  })
  zip.end()
  if (signal.aborted) abort()
  return output
}

async function openPart(part: ExportPart, announce: () => Promise<void>): Promise<Readable> {
  await announce()
  return Readable.from(await part.open(), { objectMode: false })
}
