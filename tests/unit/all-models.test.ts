import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

describe('all-models', () => {
  it('names every model, so that every index is made at start', () => {
    const models = globSync('server/**/*.model.ts').map((path) => path.replace(/^server/, '.'))
    const imported = [...readFileSync('server/all-models.ts', 'utf8').matchAll(/^import '(.+)'$/gm)].map(
      ([, path]) => path,
    )
    expect(imported.sort()).toEqual(models.sort())
  })
})

describe('prepare-databases', () => {
  it('runs the migrations of every domain', () => {
    const source = readFileSync('server/prepare-databases.ts', 'utf8')
    const names = globSync('server/**/*.ts').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^export const (\w+): SqlMigrations/gm)].map(
        ([, name]) => name,
      ),
    )
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(source).toContain(`...${name}`)
  })
})
