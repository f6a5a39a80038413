import { describe, expect, it, vi } from 'vitest'
import { createLanes } from '~/composables/upload/lanes'
import type { KeepOutcome } from '~/composables/vault/keep-copy'
import { createVault, type VaultReach } from '~/composables/vault/vault'
import type { VaultRecord } from '~/composables/vault/vault-record'

const wish = (videoId = 'v') => ({
  videoId,
  userId: 'u',
  title: 'Bees',
  sizeBytes: 10,
  sha256: 'x',
  url: '/copy',
})
const record = (change: Partial<VaultRecord> = {}): VaultRecord => {
  const { url: _, ...facts } = wish(change.videoId)
  return { ...facts, isWhole: true, keptAt: 1, ...change }
}

/** Rows and files as a browser had them; keeping writes the whole file unless told. */
function browser(rows: VaultRecord[] = [], sizes: Record<string, number> = {}) {
  const table = new Map(rows.map((row) => [row.videoId, row]))
  const files = new Map(Object.entries(sizes))
  const mark = vi.fn()
  const reach: VaultReach = {
    records: {
      all: async () => [...table.values()],
      put: async (row) => void table.set(row.videoId, row),
      remove: async (id) => void table.delete(id),
    },
    files: {
      list: async () => [...files.keys()],
      read: async (id) => (files.has(id) ? new File([new Uint8Array(files.get(id)!)], id) : null),
      remove: async (id) => void files.delete(id),
    },
    keep: async ({ videoId, sizeBytes }, { onProgress }): Promise<KeepOutcome> => {
      files.set(videoId, sizeBytes)
      onProgress(sizeBytes)
      return { kind: 'kept' }
    },
    lanes: createLanes(1),
    persist: async () => true,
    mark,
    now: () => 5,
  }
  return { reach, table, files, mark }
}

describe('the vault', () => {
  it('keeps a copy, and knows it after a reload', async () => {
    const { reach, mark } = browser()
    const vault = createVault(reach)
    await vault.keep(wish())
    expect(vault.find('v')).toMatchObject({ phase: 'whole', keptBytes: 10 })
    expect(mark).toHaveBeenLastCalledWith(true)
    const again = createVault(reach)
    await again.load()
    expect(again.find('v')).toMatchObject({ phase: 'whole', keptBytes: 10 })
    expect(again.usedBytes.value).toBe(10)
  })

  it('goes on with what a reload broke off', async () => {
    const { reach } = browser([record({ isWhole: false })], { v: 4 })
    const vault = createVault(reach)
    await vault.load()
    expect(vault.find('v')).toMatchObject({ phase: 'paused', keptBytes: 4 })
    await vault.keep(wish())
    expect(vault.find('v')).toMatchObject({ phase: 'whole', keptBytes: 10 })
  })

  it('forgets a copy whose bytes were cleared, and clears bytes that nothing is known of', async () => {
    const { reach, table, files, mark } = browser([record()], { stray: 3 })
    const vault = createVault(reach)
    await vault.load()
    expect(vault.copies.value).toEqual([])
    expect([table.size, files.size]).toEqual([0, 0])
    expect(mark).toHaveBeenLastCalledWith(false)
  })

  it('says why a copy was not kept, and keeps what came', async () => {
    const { reach } = browser()
    reach.keep = async () => ({ kind: 'failed', problem: 'full' })
    const vault = createVault(reach)
    await vault.keep(wish())
    expect(vault.find('v')).toMatchObject({ phase: 'paused', problem: 'full' })
  })

  it('drops what is cancelled on its way', async () => {
    const { reach, table, files } = browser()
    reach.keep = ({ videoId }, { signal }) => {
      files.set(videoId, 3)
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      )
    }
    const vault = createVault(reach)
    const keeping = vault.keep(wish())
    await vi.waitFor(() => expect(vault.find('v')?.phase).toBe('keeping'))
    await vault.remove('v')
    await keeping
    expect(vault.copies.value).toEqual([])
    expect([table.size, files.size]).toEqual([0, 0])
  })

  it('brings one copy at a time', async () => {
    const { reach } = browser()
    let atOnce = 0
    let most = 0
    const bring = reach.keep
    reach.keep = async (...args) => {
      most = Math.max(most, ++atOnce)
      await Promise.resolve()
      atOnce--
      return bring(...args)
    }
    const vault = createVault(reach)
    await Promise.all([vault.keep(wish('a')), vault.keep(wish('b')), vault.keep(wish('a'))])
    expect(most).toBe(1)
    expect(vault.copies.value.map(({ phase }) => phase)).toEqual(['whole', 'whole'])
  })
})
