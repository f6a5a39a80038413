import { describe, expect, it } from 'vitest'
import { BufferPool } from '#server/adapters/object-store/buffer-pool'

describe('BufferPool', () => {
  it('hands a buffer out again once it came back', () => {
    const pool = new BufferPool()
    const buffer = pool.take()
    expect(pool.take()).not.toBe(buffer)
    pool.giveBack(buffer, true)
    expect(pool.take()).toBe(buffer)
  })

  it('never hands out again what a cut write may still refer to', () => {
    const pool = new BufferPool(1)
    const buffer = pool.take()
    pool.giveBack(buffer, false)
    const next = pool.take()
    expect(next).not.toBe(buffer)
    expect(next.length, 'its place is free again').toBe(buffer.length)
  })

  it('gives small buffers when many are out, and large ones again later', () => {
    const pool = new BufferPool(2)
    const large = [pool.take(), pool.take()]
    const small = pool.take()
    expect(small.length).toBeLessThan(large[0]!.length / 8)
    pool.giveBack(small, true)
    expect(pool.take().length).toBe(small.length)
    pool.giveBack(large[0]!, true)
    expect(pool.take().length).toBe(large[0]!.length)
  })
})
