import { describe, expect, it } from 'vitest'
import { createGate } from '../../../server/accounts/gate.ts'
import { hashPassword, verifyPassword } from '../../../server/accounts/password-hash.ts'
import { Unavailable } from '../../../server/errors.ts'

describe('passwords', () => {
  it('are kept as salted scrypt with its cost', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(one).toMatch(/^\$scrypt\$n=16384,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(other)
    expect(await verifyPassword(one, 'correct horse')).toBe(true)
    expect(await verifyPassword(one, 'Correct horse')).toBe(false)
  })

  it('are the same however a keyboard composes their accents', async () => {
    const stored = await hashPassword('pão de queijo')
    expect(await verifyPassword(stored, 'pão de queijo'.normalize('NFD'))).toBe(true)
  })

  it('are right for nobody where there is no account', async () => {
    for (const stored of [undefined, '', 'nonsense']) expect(await verifyPassword(stored, '')).toBe(false)
  })

  it('still fit when their cost was another', async () => {
    const cheap = '$scrypt$n=1024,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$'
    const { scryptSync } = await import('node:crypto')
    const hash = scryptSync('old one', Buffer.alloc(16), 32, { N: 1024, r: 8, p: 1 }).toString('base64url')
    expect(await verifyPassword(cheap + hash, 'old one')).toBe(true)
  })
})

describe('a gate', () => {
  it('lets so many in, the next wait in order, and refuses the rest', async () => {
    const gate = createGate({ running: 2, waiting: 3, busy: 'Full.' })
    let running = 0
    let most = 0
    const order: number[] = []
    const task = (number: number) => async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running--
      order.push(number)
    }
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((number) => gate(task(number))))
    expect(most).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4])
    expect(results.slice(5).every(({ status }) => status === 'rejected')).toBe(true)
    await expect(gate(async () => 'free again')).resolves.toBe('free again')
  })

  it('gives its place back when a task fails', async () => {
    const gate = createGate({ running: 1, waiting: 0, busy: 'Full.' })
    await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(gate(async () => 1)).resolves.toBe(1)
    const first = gate(() => new Promise((resolve) => setTimeout(resolve, 5)))
    await expect(gate(async () => 2)).rejects.toThrow(Unavailable)
    await first
  })
})
