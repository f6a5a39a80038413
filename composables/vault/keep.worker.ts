import { keepCopy, type KeepOutcome, type WantedCopy } from './keep-copy'
import { openCopyFile } from './vault-files'

export interface KeepRequest extends WantedCopy {
  videoId: string
}

export type KeepReply = { kind: 'progress'; keptBytes: number } | KeepOutcome

/** Bytes between two words on how far it is. */
const REPORT_BYTES = 2 ** 20

addEventListener('message', (event: MessageEvent<KeepRequest>) => {
  keep(event.data).then(reply, () => reply({ kind: 'failed', problem: 'cut' }))
})

async function keep(request: KeepRequest): Promise<KeepReply> {
  const file = await openCopyFile(request.videoId)
  let reported = 0
  try {
    return await keepCopy(request, file, (keptBytes) => {
      if (keptBytes - reported < REPORT_BYTES && keptBytes < request.sizeBytes) return
      reported = keptBytes
      reply({ kind: 'progress', keptBytes })
    })
  } finally {
    file.close()
  }
}

function reply(message: KeepReply): void {
  postMessage(message)
}
