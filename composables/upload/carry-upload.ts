import type { Payload } from './compress-in-worker'
import { decideRetry } from './retry-policy'
import { SendError } from './send-file'
import { advanceSpeed, bytesPerSecond, secondsLeft, startSpeed } from './transfer-speed'
import { uploadMetadata } from './upload-metadata'
import { remember, type QueueTools, type UploadWork } from './upload-work'
import { rejectOnAbort, wait } from './wait'

/**
 * Brings one file across: asks whether it may, makes it smaller where that pays, sends it from wherever the server
 * stands, and through lost connections. Resolves when the last byte is acknowledged.
 * Rejects when the run was aborted, and with SendError when the server said no.
 */
export async function carryUpload(tools: QueueTools, work: UploadWork, file: File): Promise<void> {
  const { signal } = work.run
  work.change({ canRetry: false, message: undefined, reason: undefined })
  if (!work.item.uploadId && !work.isAdmitted) await admit(tools, work, file)
  work.change({ phase: 'waiting' })
  const leave = await tools.lanes.enter(signal)
  try {
    work.payload ??= await prepare(tools, work, file)
    work.change({ sizeBytes: work.payload.file.size })
    await sendUntilAcknowledged(tools, work, work.payload)
  } finally {
    leave()
  }
}

/** A file that the server will not take. */
export class Refused extends Error {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.name = 'Refused'
    this.reason = reason
  }
}

async function admit(tools: QueueTools, work: UploadWork, file: File): Promise<void> {
  work.change({ phase: 'checking' })
  const answer = await tools.api.preflight({
    filename: file.name,
    sizeBytes: file.size,
    ...(file.type ? { filetype: file.type } : {}),
  })
  work.run.signal.throwIfAborted()
  if (!answer.ok)
    throw new Refused(answer.reason ?? 'refused', answer.message ?? 'This file is not taken here.')
  work.isAdmitted = true
}

async function prepare(tools: QueueTools, work: UploadWork, file: File): Promise<Payload> {
  if (work.item.uploadId) return { file }
  const payload = await tools.compress(file, `upload-${work.item.key}.gz`, {
    signal: work.run.signal,
    onProgress: (compressedShare) => work.change({ phase: 'compressing', compressedShare }),
  })
  work.change({ compressedShare: null })
  work.run.signal.throwIfAborted()
  return payload
}

async function sendUntilAcknowledged(tools: QueueTools, work: UploadWork, payload: Payload): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const before = work.item.sentBytes
    try {
      return await attemptOnce(tools, work, payload)
    } catch (error) {
      work.run.signal.throwIfAborted()
      const status = error instanceof SendError ? error.status : null
      if (work.item.sentBytes > before) attempt = 0
      const decision = decideRetry({ status, attempt }, tools.random())
      if (!decision.isRetried) throw error
      work.change({
        phase: 'offline',
        bytesPerSecond: 0,
        secondsLeft: null,
        message: waitingMessage(error, status),
      })
      await wait(decision.delayMs, work.run.signal, tools.network)
    }
  }
}

async function attemptOnce(tools: QueueTools, work: UploadWork, payload: Payload): Promise<void> {
  const sent = { ...work.item.draft }
  let speed = startSpeed(work.item.sentBytes, tools.now())
  work.change({ phase: 'sending', message: undefined })
  const sending = tools.send(payload.file, {
    uploadId: work.item.uploadId,
    metadata: uploadMetadata(work.item.filename, payload, sent),
    onCreated: (uploadId) => {
      // a resumed upload says its id again; one that was gone on the server gets another
      if (work.item.uploadId === uploadId) return
      work.change({ uploadId })
      work.drafts.attach(uploadId, sent)
      void remember(tools, work)
    },
    onProgress: (sentBytes) => {
      speed = advanceSpeed(speed, sentBytes, tools.now())
      work.change({
        phase: 'sending',
        message: undefined,
        sentBytes,
        bytesPerSecond: bytesPerSecond(speed),
        secondsLeft: secondsLeft(speed, payload.file.size),
      })
    },
  })
  try {
    await Promise.race([sending.finished, rejectOnAbort(work.run.signal)])
  } finally {
    if (work.run.signal.aborted) await sending.stop()
  }
}

function waitingMessage(error: unknown, status: number | null): string {
  if (status === null) return 'The connection was lost. This goes on by itself as soon as it is back.'
  return error instanceof Error ? error.message : 'The server is busy. This goes on by itself.'
}
