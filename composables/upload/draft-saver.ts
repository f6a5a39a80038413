import type { UploadDraft, UploadItem } from './upload-item'

const DEBOUNCE_MS = 600
const RETRY_MS = 5000

export interface DraftSaverOptions {
  save(uploadId: string, change: Partial<UploadDraft>): Promise<void>
  onState(state: UploadItem['draftState']): void
  /** Called with what the server does not have yet, so that a reload does not lose it. */
  onUnsaved(change: Partial<UploadDraft>): void
}

export interface DraftSaver {
  change(change: Partial<UploadDraft>): void
  /** The upload now exists with the draft as it was `sent`. */
  attach(uploadId: string, sent: Partial<UploadDraft>): void
  /** Saves at once what is waiting. */
  flush(): Promise<void>
  stop(): void
}

/** Keeps what is typed: together after a pause in typing, one request at a time, tried again until the server has it. */
export function createDraftSaver(options: DraftSaverOptions): DraftSaver {
  let pending: Partial<UploadDraft> = {}
  let uploadId: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | null = null

  function schedule(delay: number): void {
    clearTimeout(timer)
    if (uploadId) timer = setTimeout(() => void flush(), delay)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    await saving
    if (!uploadId || isEmpty(pending)) return
    const change = pending
    pending = {}
    options.onState('saving')
    saving = options.save(uploadId, change).then(settle, (error: unknown) => keep(change, error))
    await saving
    saving = null
  }

  function settle(): void {
    options.onUnsaved(pending)
    if (isEmpty(pending)) options.onState('saved')
  }

  function keep(change: Partial<UploadDraft>, error: unknown): void {
    pending = { ...change, ...pending }
    options.onState('error')
    options.onUnsaved(pending)
    // what the server calls wrong stays wrong until it is typed differently
    if (!isRefusal(error)) schedule(RETRY_MS)
  }

  return {
    change(change) {
      pending = { ...pending, ...change }
      options.onState('unsaved')
      options.onUnsaved(pending)
      schedule(DEBOUNCE_MS)
    },
    attach(id, sent) {
      uploadId = id
      pending = changedSince(sent, pending)
      if (isEmpty(pending)) options.onState('saved')
      else schedule(DEBOUNCE_MS)
    },
    flush,
    stop: () => clearTimeout(timer),
  }
}

function changedSince(sent: Partial<UploadDraft>, pending: Partial<UploadDraft>): Partial<UploadDraft> {
  const keys = Object.keys(pending) as (keyof UploadDraft)[]
  return Object.fromEntries(
    keys.filter((key) => pending[key] !== sent[key]).map((key) => [key, pending[key]]),
  )
}

function isEmpty(change: object): boolean {
  return Object.keys(change).length === 0
}

function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return false
  const { statusCode } = error
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && statusCode !== 429
}
