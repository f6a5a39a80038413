import { describe, expect, it } from 'vitest'
import { expiredFilter, sweepExpiredDocuments } from '../../../embedded/sweep-expired-documents.ts'

const now = new Date('2026-01-01T00:00:00Z')
const index = (fields: object) => ({ name: 'i', key: { endsAt: 1 }, ...fields })

describe('expiredFilter', () => {
  it('takes dates that are past by more than the index says', () => {
    expect(expiredFilter(index({ expireAfterSeconds: 60 }), now)).toEqual({
      endsAt: { $type: 'date', $lt: new Date('2025-12-31T23:59:00Z') },
    })
  })

  it('keeps the condition of a partial index', () => {
    const filter = expiredFilter(
      index({ expireAfterSeconds: 0, partialFilterExpression: { kind: 'guest' } }),
      now,
    )
    expect(filter).toEqual({ kind: 'guest', endsAt: { $type: 'date', $lt: now } })
  })

  it('leaves indexes alone that are no TTL indexes', () => {
    expect(expiredFilter(index({}), now)).toBeNull()
    expect(expiredFilter(index({ key: { a: 1, b: 1 }, expireAfterSeconds: 60 }), now)).toBeNull()
  })
})

describe('sweepExpiredDocuments', () => {
  it('sweeps the other collections when one fails, and then says so', async () => {
    const swept: string[] = []
    const run = async (_database: string, command: Record<string, unknown>) => {
      if (command.listDatabases) return { databases: [{ name: 'clipway' }] }
      if (command.listCollections)
        return { cursor: { firstBatch: ['a', 'b'].map((name) => ({ name, type: 'collection' })) } }
      if (command.listIndexes === 'a') throw new Error('no such index')
      if (command.listIndexes) return { cursor: { firstBatch: [index({ expireAfterSeconds: 0 })] } }
      swept.push(String(command.delete))
      return { n: 3 }
    }
    await expect(sweepExpiredDocuments(run, now)).rejects.toBeInstanceOf(AggregateError)
    expect(swept).toEqual(['b'])
  })
})
