import type { VaultNeededView, VaultReceivedView } from '#shared/storage'
import { toApiError, ApiError, NO_ANSWER } from '~/composables/api-error'
import { wait } from '~/composables/upload/wait'
import type { Api } from '~/composables/useApi'
import { giveBack, type GiveBackReach, type NeededCopy } from './give-back'
import { openVault } from './useVault'

/** One copy on its way back to the server. */
export interface Giving {
  videoId: string
  title: string
  sizeBytes: number
  sentBytes: number
  phase: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled'
  /** Plain words. */
  problem: string | null
}

/** So many ids fit into one question. */
const IDS_AT_ONCE = 100
/** One tab at a time does it. */
const LOCK = 'clipway-give-back'

const givings = ref<Giving[]>([])
const controllers = new Map<string, AbortController>()

/** What this tab gives back, or gave back since it was opened. */
export function useGivings() {
  return {
    givings: readonly(givings),
    cancel: (videoId: string) => controllers.get(videoId)?.abort(new DOMException('Cancelled', 'AbortError')),
    dismiss: (videoId: string) => {
      givings.value = givings.value.filter((giving) => giving.videoId !== videoId)
    },
  }
}

/** Asks which of the copies in this browser somebody waits for, and gives those back, one after another. */
export async function giveBackWhatIsNeeded(api: Api): Promise<void> {
  if (!('locks' in navigator)) return giveAll(api)
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await giveAll(api)
  })
}

/**
 * Gives a file back that somebody kept outside of this browser. How it goes stands among the givings.
 * @throws ApiError when the server could not be asked
 */
export async function giveBackFile(
  api: Api,
  videoId: string,
  file: File,
): Promise<'given' | 'not_needed' | 'other_file'> {
  const [needed] = await findNeeded(api, [videoId])
  if (!needed) return 'not_needed'
  if (file.size !== needed.sizeBytes) return 'other_file'
  put({ ...needed, sentBytes: needed.receivedBytes, phase: 'waiting', problem: null })
  await giveOne(api, needed, file)
  return 'given'
}

async function giveAll(api: Api): Promise<void> {
  const vault = openVault()
  await vault.load()
  const ids = vault.copies.value.filter(({ phase }) => phase === 'whole').map(({ videoId }) => videoId)
  const needed = await findNeeded(api, ids)
  for (const copy of needed) put({ ...copy, sentBytes: copy.receivedBytes, phase: 'waiting', problem: null })
  for (const copy of needed) await giveOne(api, copy)
}

async function findNeeded(api: Api, ids: readonly string[]): Promise<NeededCopy[]> {
  const found: NeededCopy[] = []
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const query = { ids: ids.slice(from, from + IDS_AT_ONCE).join(',') }
    found.push(...(await api<VaultNeededView>('/api/vault/needed', { query })).items)
  }
  return found
}

async function giveOne(api: Api, copy: NeededCopy, given?: File): Promise<void> {
  const { videoId } = copy
  const controller = new AbortController()
  controllers.set(videoId, controller)
  change(videoId, { phase: 'sending' })
  const onSent = (sentBytes: number) => change(videoId, { sentBytes })
  try {
    const file = given ?? (await openVault().read(videoId))
    // cleared by the person or the browser since it was listed
    if (!file) return change(videoId, { phase: 'cancelled' })
    await giveBack(copy, file, reachOf(api), { signal: controller.signal, onSent })
    change(videoId, { phase: 'done', sentBytes: copy.sizeBytes })
  } catch (cause) {
    if (controller.signal.aborted) change(videoId, { phase: 'cancelled' })
    else change(videoId, { phase: 'failed', problem: toApiError(cause).message })
  } finally {
    controllers.delete(videoId)
  }
}

function reachOf(api: Api): GiveBackReach {
  return {
    async ask(videoId) {
      const [copy] = await findNeeded(api, [videoId])
      return copy ?? null
    },
    send: sendPiece,
    pause: (milliseconds, signal) => wait(milliseconds, signal, window),
  }
}

/** Bytes as they are, which the JSON API's own caller does not send. */
async function sendPiece(
  videoId: string,
  offset: number,
  piece: Blob,
  signal: AbortSignal,
): Promise<VaultReceivedView> {
  const answer = await fetch(`/api/vault/${videoId}?offset=${offset}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: piece,
    signal,
  }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new ApiError(NO_ANSWER, undefined, cause instanceof Error ? undefined : String(cause))
  })
  const data: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw toApiError({ statusCode: answer.status, data })
  return data as VaultReceivedView
}

function put(giving: Giving): void {
  const { videoId, title, sizeBytes, sentBytes, phase, problem } = giving
  const others = givings.value.filter((each) => each.videoId !== videoId)
  givings.value = [...others, { videoId, title, sizeBytes, sentBytes, phase, problem }]
}

function change(videoId: string, changes: Partial<Giving>): void {
  const giving = givings.value.find((each) => each.videoId === videoId)
  if (giving) Object.assign(giving, changes)
}
