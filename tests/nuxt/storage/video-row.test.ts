import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import type { StorageView } from '#shared/storage'
import VideoRow from '~/components/storage/VideoRow.vue'
import { nextStages } from '~/composables/storage/next-stages'
import type { VaultCopy } from '~/composables/vault/vault-record'

const view = (change: Partial<StorageView> = {}): StorageView => ({
  videoId: 'a'.repeat(24),
  title: 'How bees dance',
  thumbnailURL: '',
  stage: 'EXPIRING',
  since: '2026-03-01T00:00:00.000Z',
  reason: 'hardly_ever_watched',
  reviewAt: null,
  copyDueAt: '2026-03-16T12:00:00.000Z',
  expiresAt: '2026-03-31T12:00:00.000Z',
  copySentAt: null,
  sizeBytes: 1000,
  sha256: 'b'.repeat(64),
  copyURL: '/api/videos/x/copy',
  isHeld: false,
  afterDeletion: 'nothing',
  move: null,
  ...change,
})
const copy = (change: Partial<VaultCopy> = {}): VaultCopy => ({
  videoId: 'a'.repeat(24),
  userId: 'u',
  title: 'How bees dance',
  sizeBytes: 1000,
  sha256: 'b'.repeat(64),
  isWhole: false,
  keptAt: 1,
  keptBytes: 400,
  phase: 'keeping',
  problem: null,
  ...change,
})
const mount = (item: StorageView, own: VaultCopy | null = null) =>
  mountSuspended(VideoRow, { props: { item, copy: own, giving: null, canKeep: true } })

describe('a row of the page of stored videos', () => {
  it('says where the video lies, why, and what happens next', async () => {
    const row = await mount(view())
    expect(row.text()).toContain('Expiring')
    expect(row.text()).toContain('It is hardly ever watched.')
    expect(row.text()).toMatch(/You are sent a copy on Mar 16, 2026.*until Mar 31, 2026/)
  })

  it('offers the copy, and keeps it by one press', async () => {
    const row = await mount(view())
    expect(row.find('a[download]').attributes('href')).toBe('/api/videos/x/copy')
    await row.find('button').trigger('click')
    expect(row.emitted('keep')).toHaveLength(1)
  })

  it('shows how far it is, with a way to stop', async () => {
    const row = await mount(view(), copy())
    expect(row.text()).toContain('40 %')
    await row.find('button').trigger('click')
    expect(row.emitted('remove')).toHaveLength(1)
  })

  it('says why keeping stopped, and goes on from there', async () => {
    const row = await mount(view(), copy({ phase: 'paused', problem: 'full' }))
    expect(row.find('[role=status]').text()).toContain('no more room')
    expect(row.text()).toContain('Go on')
  })

  it('asks for a file while it awaits a copy that is not in this browser', async () => {
    const awaiting = view({ stage: 'AWAITING_PUSH', copyURL: null })
    expect((await mount(awaiting)).find('input[type=file]').exists()).toBe(true)
    const kept = await mount(awaiting, copy({ phase: 'whole', keptBytes: 1000, isWhole: true }))
    expect(kept.find('input[type=file]').exists()).toBe(false)
    expect(kept.text()).toContain('Give it back now')
  })
})

describe('where an admin may move a video', () => {
  it.each([
    ['RELIVE', false, ['LIVE', 'ARCHIVE']],
    ['ARCHIVE', false, ['RELIVE', 'EXPIRING']],
    ['ARCHIVE', true, ['RELIVE']],
    ['AWAITING_PUSH', false, []],
  ] as const)('from %s, held: %s', (stage, isHeld, expected) => {
    expect(nextStages({ stage, isHeld })).toEqual(expected)
  })
})
