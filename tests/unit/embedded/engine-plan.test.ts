import { describe, expect, it } from 'vitest'
import { planEngine } from '../../../embedded/engine-plan.ts'

describe('planEngine', () => {
  it.each([
    ['Debian 13', { platform: 'linux', arch: 'x64', glibc: '2.41' }, 'direct'],
    ['Ubuntu 24.04', { platform: 'linux', arch: 'arm64', glibc: '2.39' }, 'direct'],
    ['the first glibc that fits', { platform: 'linux', arch: 'x64', glibc: '2.38' }, 'direct'],
    ['Debian 12', { platform: 'linux', arch: 'x64', glibc: '2.36' }, 'relink'],
    ['glibc 2.37 on arm64', { platform: 'linux', arch: 'arm64', glibc: '2.37' }, 'relink'],
    ['Ubuntu 22.04', { platform: 'linux', arch: 'x64', glibc: '2.35' }, 'unsupported'],
    ['Alpine', { platform: 'linux', arch: 'x64', glibc: undefined }, 'unsupported'],
    ['a Mac with Apple silicon', { platform: 'darwin', arch: 'arm64', glibc: undefined }, 'direct'],
    ['a Mac with an Intel processor', { platform: 'darwin', arch: 'x64', glibc: undefined }, 'unsupported'],
    ['Windows', { platform: 'win32', arch: 'x64', glibc: undefined }, 'unsupported'],
    [
      'Linux on a processor without a build',
      { platform: 'linux', arch: 'riscv64', glibc: '2.41' },
      'unsupported',
    ],
  ])('on %s', (_, machine, kind) => {
    expect(planEngine(machine).kind).toBe(kind)
  })

  it('says why it cannot run', () => {
    expect(planEngine({ platform: 'linux', arch: 'x64', glibc: '2.31' })).toMatchObject({
      reason: expect.stringContaining('2.31'),
    })
  })
})
