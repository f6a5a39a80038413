import { compressFile } from './compress-file'
import { isWorthCompressing } from './compression-probe'

/** One file to look at, and the name of the private file that takes the result. */
export interface CompressRequest {
  file: File
  targetName: string
}

export type CompressReply =
  | { kind: 'progress'; share: number }
  | { kind: 'compressed'; compressedBytes: number; originalSha256: string }
  | { kind: 'not_smaller' }
  | { kind: 'failed'; message: string }

const REPORT_EVERY = 0.01

addEventListener('message', (event: MessageEvent<CompressRequest>) => {
  compress(event.data).then(reply, (error: unknown) => reply({ kind: 'failed', message: String(error) }))
})

async function compress({ file, targetName }: CompressRequest): Promise<CompressReply> {
  if (!(await isWorthCompressing(file))) return { kind: 'not_smaller' }
  const folder = await navigator.storage.getDirectory()
  const target = await folder.getFileHandle(targetName, { create: true })
  const output = await target.createSyncAccessHandle()
  let reported = 0
  try {
    output.truncate(0)
    const result = await compressFile(
      file,
      { write: (bytes) => void output.write(bytes as Uint8Array<ArrayBuffer>) },
      (share) => {
        if (share - reported < REPORT_EVERY) return
        reported = share
        reply({ kind: 'progress', share })
      },
    )
    output.flush()
    return result ? { kind: 'compressed', ...result } : { kind: 'not_smaller' }
  } finally {
    output.close()
  }
}

function reply(message: CompressReply): void {
  postMessage(message)
}
