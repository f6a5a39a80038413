import type { Lanes } from '~/composables/upload/lanes'
import type { PrivateTable } from '~/composables/private-table'
import type { KeepOutcome } from './keep-copy'
import type { KeepRequest } from './keep.worker'
import type { VaultCopy, VaultRecord } from './vault-record'

/** A copy that somebody wants to keep here. */
export interface KeepWish {
  videoId: string
  userId: string
  title: string
  sizeBytes: number
  sha256: string
  url: string
}

export interface VaultReach {
  records: PrivateTable<VaultRecord>
  files: {
    list(): Promise<string[]>
    read(videoId: string): Promise<File | null>
    remove(videoId: string): Promise<void>
  }
  keep(
    request: KeepRequest,
    options: { signal: AbortSignal; onProgress(keptBytes: number): void },
  ): Promise<KeepOutcome>
  /** One copy at a time. */
  lanes: Lanes
  /** Asks the browser not to clear it by itself. */
  persist(): Promise<unknown>
  mark(holds: boolean): void
  now(): number
}

export type Vault = ReturnType<typeof createVault>

/** The copies in this browser: those that lie here, and those on their way. One a tab. */
export function createVault(reach: VaultReach) {
  const copies = ref<VaultCopy[]>([])
  const working = new Map<string, AbortController>()
  let loading: Promise<void> | undefined

  /** What lies here from before. What is half there stays, to be gone on with; what nothing is known of is removed. */
  function load(): Promise<void> {
    return (loading ??= readAll())
  }

  async function readAll(): Promise<void> {
    const [records, names] = await Promise.all([reach.records.all(), reach.files.list()])
    const known = new Set(records.map(({ videoId }) => videoId))
    for (const name of names.filter((each) => !known.has(each))) await reach.files.remove(name)
    const found = await Promise.all(records.map(readOne))
    copies.value = found.filter((copy) => copy !== null).sort((a, b) => b.keptAt - a.keptAt)
    tellMark()
  }

  /** Null for one whose bytes the person or the browser has cleared. */
  async function readOne(record: VaultRecord): Promise<VaultCopy | null> {
    const keptBytes = (await reach.files.read(record.videoId))?.size ?? 0
    if (record.isWhole && keptBytes !== record.sizeBytes) {
      await reach.records.remove(record.videoId)
      return null
    }
    return { ...record, keptBytes, phase: record.isWhole ? 'whole' : 'paused', problem: null }
  }

  /** Resolves when it is kept or why it is not stands in the copy. Goes on where it was broken off. */
  async function keep(wish: KeepWish): Promise<void> {
    await load()
    if (working.has(wish.videoId)) return
    const controller = new AbortController()
    working.set(wish.videoId, controller)
    const { url, ...facts } = wish
    const record: VaultRecord = { ...facts, isWhole: false, keptAt: reach.now() }
    const keptBytes = find(wish.videoId)?.keptBytes ?? 0
    set({ ...record, keptBytes, phase: 'waiting', problem: null })
    try {
      await reach.records.put(record)
      await reach.persist()
      await bring(record, url, controller.signal)
    } catch (error) {
      if (!controller.signal.aborted) throw error
    } finally {
      working.delete(wish.videoId)
    }
  }

  async function bring(record: VaultRecord, url: string, signal: AbortSignal): Promise<void> {
    const { videoId, sizeBytes, sha256 } = record
    const leave = await reach.lanes.enter(signal)
    try {
      change(videoId, { phase: 'keeping' })
      const onProgress = (keptBytes: number) => change(videoId, { keptBytes })
      const outcome = await reach.keep({ videoId, url, sizeBytes, sha256 }, { signal, onProgress })
      if (outcome.kind === 'failed') return change(videoId, { phase: 'paused', problem: outcome.problem })
      await reach.records.put({ ...record, isWhole: true })
      change(videoId, { phase: 'whole', keptBytes: sizeBytes, problem: null })
      tellMark()
    } finally {
      leave()
    }
  }

  /** Also what is on its way: it is broken off, and what came of it is dropped. */
  async function remove(videoId: string): Promise<void> {
    working.get(videoId)?.abort(new DOMException('Cancelled', 'AbortError'))
    copies.value = copies.value.filter((copy) => copy.videoId !== videoId)
    await reach.records.remove(videoId)
    await reach.files.remove(videoId)
    tellMark()
  }

  function find(videoId: string): VaultCopy | undefined {
    return copies.value.find((copy) => copy.videoId === videoId)
  }

  function set(copy: VaultCopy): void {
    copies.value = [copy, ...copies.value.filter(({ videoId }) => videoId !== copy.videoId)]
  }

  function change(videoId: string, changes: Partial<VaultCopy>): void {
    const copy = find(videoId)
    if (copy) Object.assign(copy, changes)
  }

  function tellMark(): void {
    reach.mark(copies.value.some(({ phase }) => phase === 'whole'))
  }

  return {
    copies: readonly(copies),
    /** What copies take and, once they are whole, will take: in bytes. */
    usedBytes: computed(() => copies.value.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    load,
    keep,
    remove,
    find,
    /** The bytes of a copy that is whole. */
    read: (videoId: string) => reach.files.read(videoId),
  }
}
