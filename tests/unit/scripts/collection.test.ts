import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, noise, pattern, sourceOf } from '../../support/collected.ts'
import { makeTempDir } from '../../support/temp-dir.ts'

const script = fileURLToPath(new URL('../../../scripts/collection.ts', import.meta.url))
const bodies = [noise(600_000), pattern(300_000)]
let folder: Awaited<ReturnType<typeof makeTempDir>>
let object: Buffer

beforeAll(async () => {
  folder = await makeTempDir('collection')
  ;({ object } = await collect(bodies.map((bytes, number) => sourceOf(bytes, number))))
})
afterAll(() => folder.remove())

async function run(bytes: Buffer, into: string): Promise<{ status: number | null; output: string }> {
  const path = join(folder.path, 'collection.vgz')
  await writeFile(path, bytes)
  const args = ['--disable-warning=ExperimentalWarning', script, path, '--into', join(folder.path, into)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  return { status, output: stdout + stderr }
}
const taken = (into: string, number: number) =>
  readFile(join(folder.path, into, `pack-${String(number).padStart(36, '0')}`))

describe('a collection on its own', () => {
  it('is checked and taken out without a database', async () => {
    const { status, output } = await run(object, 'whole')
    expect(output).toContain('600000 bytes  right')
    expect(status).toBe(0)
    expect((await taken('whole', 0)).equals(bodies[0]!)).toBe(true)
    expect((await taken('whole', 1)).equals(bodies[1]!)).toBe(true)
  })

  it('gives what is right of it when its index and a block are damaged', async () => {
    const damaged = Buffer.from(object)
    damaged[300_000]! ^= 1
    damaged.fill(0, damaged.length - 200)
    const { status, output } = await run(damaged, 'damaged')
    expect(output).toContain('The index is damaged')
    expect(output).toContain('damaged blocks: 1')
    expect(status).toBe(1)
    expect((await taken('damaged', 1)).equals(bodies[1]!)).toBe(true)
    await expect(taken('damaged', 0)).rejects.toThrow('ENOENT')
  })
})
