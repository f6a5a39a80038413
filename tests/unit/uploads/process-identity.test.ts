import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isGone, ownIdentity } from '../../../server/uploads/process-identity.ts'

describe.runIf(process.platform === 'linux')('process identity', () => {
  it('knows that this process is there', () => {
    expect(isGone(ownIdentity())).toBe(false)
  })

  it('knows when a process was killed, and is not misled by a later one with its number', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const pid = child.pid ?? 0
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isGone({ ...ownIdentity(), pid })).toBe(true)
    expect(isGone({ ...ownIdentity(), startedAt: '1' })).toBe(true)
  })

  it('says nothing about a process of another machine or container', () => {
    expect(isGone({ ...ownIdentity(), realm: 'elsewhere', pid: 999_999 })).toBe(false)
  })
})
