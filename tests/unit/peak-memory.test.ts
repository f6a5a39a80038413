import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { peakMemory } from '../support/peak-memory.ts'

const module = fileURLToPath(new URL('../support/peak-memory.ts', import.meta.url))
const MB = 1e6

describe.runIf(process.platform === 'linux')('the most memory that a process held', () => {
  it('is that of the process alone, however large the one was that started it', async () => {
    const held = Buffer.alloc(400 * MB, 1)
    const script = `import(${JSON.stringify(module)}).then(({ peakMemory }) => console.log(peakMemory()))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '-e', script])
    expect(Number(stdout)).toBeGreaterThan(10 * MB)
    expect(Number(stdout)).toBeLessThan(200 * MB)
    expect(held.at(-1)).toBe(1)
  })

  it('is no less than what is held now', () => {
    const held = Buffer.alloc(150 * MB, 1)
    expect(peakMemory(process.pid)).toBeGreaterThanOrEqual(held.length)
  })
})
