import { FaultsQuery, StorageFaultPage } from '#shared/storage'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { findStorageFaults } from '../../../../tiers/find-storage-faults.ts'

export default defineEndpoint({
  summary:
    'Looks at a page of videos, oldest first, and lists those whose stored bytes are missing or damaged; with `deep` every byte is read.',
  actor: 'admin',
  rate: 'read',
  query: FaultsQuery,
  response: StorageFaultPage,
  run: ({ query: { deep, ...page } }) => findStorageFaults({ ...page, isDeep: deep }),
})
