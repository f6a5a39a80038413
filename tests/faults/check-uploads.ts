import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { UploadView } from '../../shared/uploads.ts'
import { VideoStatusView } from '../../shared/videos.ts'
import type { Acknowledgement } from './journal.ts'

export interface Verdict {
  acknowledged: number
  /** Watchable. */
  playable: number
  /** Ended with a reason in plain words. */
  failedWithReason: number
  /** Acknowledged, and not known to the app any more. */
  lost: number
  /** The stored original is not what the client sent. */
  corrupt: number
  /** Neither playable nor failed within the time. */
  stuck: number
  slowestSeconds: number
  /** What those that failed were told. */
  reasons: string[]
}

/** Judges by the clients' journal, the API and the stored bytes alone. */
export async function checkUploads(
  app: { url: string; dataDir: string },
  acknowledged: Acknowledgement[],
  boundMs: number,
): Promise<Verdict> {
  const startedAt = Date.now()
  const verdict: Verdict = {
    acknowledged: acknowledged.length,
    playable: 0,
    failedWithReason: 0,
    lost: 0,
    corrupt: 0,
    stuck: 0,
    slowestSeconds: 0,
    reasons: [],
  }
  let open = acknowledged
  while (open.length > 0 && Date.now() - startedAt < boundMs) {
    const outcomes = await Promise.all(open.map((entry) => outcomeOf(app.url, entry)))
    for (const outcome of outcomes) {
      if (typeof outcome === 'object') verdict.reasons.push(outcome.reason)
      else if (outcome !== 'open') verdict[outcome]++
    }
    const left = open.filter((_entry, index) => outcomes[index] === 'open')
    if (left.length < open.length) verdict.slowestSeconds = Math.round((Date.now() - startedAt) / 100) / 10
    open = left
    if (open.length > 0) await sleep(500)
  }
  verdict.failedWithReason = verdict.reasons.length
  verdict.stuck = open.length
  verdict.corrupt = await countMissingOriginals(app.dataDir, acknowledged)
  return verdict
}

async function outcomeOf(
  url: string,
  entry: Acknowledgement,
): Promise<'open' | 'playable' | 'lost' | { reason: string }> {
  const upload = await ask(url, `/api/uploads/${entry.uploadId}`, entry.token, UploadView)
  if (upload === 'missing') return 'lost'
  if (upload === 'unknown') return 'open'
  if (upload.state === 'failed') return upload.reason ? { reason: upload.reason } : 'open'
  if (upload.state === 'expired') return 'lost'
  if (!upload.videoId) return 'open'
  const status = await ask(url, `/api/videos/${upload.videoId}/status`, entry.token, VideoStatusView)
  if (status === 'missing') return 'lost'
  if (status === 'unknown') return 'open'
  if (status.state === 'failed') return status.reason ? { reason: status.reason } : 'open'
  return status.state === 'playable' || status.state === 'ready' ? 'playable' : 'open'
}

async function ask<Answer>(
  url: string,
  path: string,
  token: string,
  schema: z.ZodType<Answer>,
): Promise<Answer | 'missing' | 'unknown'> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } }).catch(() => null)
  if (answer?.status === 404) return 'missing'
  if (answer?.status !== 200) return 'unknown'
  return schema.parse(await answer.json())
}

/** Originals are named by chance, so each acknowledged hash must be found among the hashes of what is stored. */
async function countMissingOriginals(dataDir: string, acknowledged: Acknowledgement[]): Promise<number> {
  const folder = join(dataDir, 'objects')
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const originals = names.filter((entry) => entry.isFile() && entry.parentPath.includes('originals'))
  const hashes = new Set(
    await Promise.all(originals.map((entry) => hashOf(join(entry.parentPath, entry.name)))),
  )
  return acknowledged.filter((entry) => !hashes.has(entry.sha256)).length
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
