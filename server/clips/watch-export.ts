import { setTimeout as sleep } from 'node:timers/promises'
import type { ClipExportView } from '#shared/clips'
import type { UserActor } from '../accounts/actor.ts'
import { getExport, presentExport } from './find-exports.ts'

const POLL_MS = 700

export interface ExportWatcher {
  exportId: string
  /** The caller as of now. Throws when the session or token has ended. */
  currentActor(): Promise<UserActor>
  /** Called with the first state, then with every other one. */
  onChange(view: ClipExportView): void
  /** It is done, failed or gone, or the caller is. */
  onEnd(): void
}

/** @returns stops watching */
export function watchExport(watcher: ExportWatcher): () => void {
  const stop = new AbortController()
  // whatever ends it, the stream is closed; the client asks again and is told why
  void follow(watcher, stop.signal)
    .catch(() => undefined)
    .finally(() => watcher.onEnd())
  return () => stop.abort()
}

async function follow({ exportId, currentActor, onChange }: ExportWatcher, signal: AbortSignal): Promise<void> {
  let last = ''
  for (;;) {
    const view = presentExport(await getExport(await currentActor(), exportId))
    signal.throwIfAborted()
    const text = JSON.stringify(view)
    if (text !== last) onChange(view)
    last = text
    if (view.state === 'done' || view.state === 'failed') return
    await sleep(POLL_MS, undefined, { signal })
  }
} // prettier-ignore
