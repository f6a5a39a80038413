import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHAPES } from '../../load/recommend/shapes.ts'
import { makeSet } from '../../load/recommend/synthetic-sets.ts'
import { writeSet } from '../../load/recommend/write-set.ts'

const folder = mkdtempSync(join(tmpdir(), 'clipway-recommend-'))
const set = makeSet({ ...SHAPES.movies, users: 60, items: 90, events: 1500 })
let paths: ReturnType<typeof writeSet>
beforeAll(() => {
  paths = writeSet(folder, set)
  appendFileSync(paths.users, '{"user":"nobody knows"}\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(given: Partial<Record<'train' | 'items' | 'users' | 'k', string>> = {}) {
  const options = Object.entries({ ...paths, k: '20', ...given }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ])
  const args = ['--disable-warning=ExperimentalWarning', 'scripts/recommend.ts', ...options]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  return { status, stdout, stderr, lines: stdout.split('\n').filter(Boolean) }
}

function broken(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

interface Line {
  user: string
  items: number[]
}

// each case starts whole processes: on a busy machine they take seconds
describe('npm run recommend', { timeout: 60_000 }, () => {
  it('gives everybody exactly k different items that they did not have, and the same again', () => {
    const { status, stdout, lines } = run()
    expect(status).toBe(0)
    const had = new Set<string>()
    for (const line of readFileSync(paths.train, 'utf8').trim().split('\n')) {
      const { user, item } = JSON.parse(line) as { user: string; item: number }
      had.add(`${user} ${item}`)
    }
    const answers = lines.map((line) => JSON.parse(line) as Line)
    expect(answers.map(({ user }) => user)).toEqual([
      ...Array.from({ length: 60 }, (_, k) => `u${k}`),
      'nobody knows',
    ])
    for (const { user, items } of answers) {
      expect(new Set(items).size).toBe(20)
      expect(items.filter((item) => had.has(`${user} ${item}`))).toEqual([])
    }
    expect(run().stdout).toBe(stdout)
  })

  it('takes what other programs write: no rating, no time, text for numbers, one pair twice, things of no catalogue', () => {
    const lines = [
      '{"user":"a","item":1,"rating":NaN,"ts":3}',
      '{"user":"a","item":1,"rating":5}',
      '{"user":"a","item":2,"rating":null,"ts":"4"}',
      '{"user":"b","item":"1","rating":-Infinity,"watch":0.5,"like":1}',
      '{"user":"b","item":"not for sale","ts":5}',
    ]
    const items = broken('odd-items.jsonl', '{"item":1}\n{"item":2,"topics":null}\n{"item":3,"topics":"one"}\n{"item":"1"}\n') // prettier-ignore
    const users = broken('odd-users.jsonl', '{"user":"a"}\n{"user":"b"}\n{"user":"c"}\n{"user":"a"}\n')
    const { status, lines: answers } = run({
      train: broken('odd.jsonl', lines.join('\n')),
      items,
      users,
      k: '5',
    })
    expect(status).toBe(0)
    const sorted = answers.map((line) => JSON.parse(line) as Line).map(({ user, items }) => [user, items.toSorted()]) // prettier-ignore
    expect(sorted).toEqual([['a', [3]], ['b', [2, 3]], ['c', [1, 2, 3]]]) // prettier-ignore
  })

  it('gives all that is left where the catalogue has fewer', () => {
    const { lines } = run({ k: '500' })
    expect((JSON.parse(lines.at(-1)!) as Line).items).toHaveLength(90)
  })

  it('works where nothing happened yet', () => {
    const { status, lines } = run({ train: broken('empty.jsonl', '') })
    expect(status).toBe(0)
    expect((JSON.parse(lines[0]!) as Line).items).toHaveLength(20)
  })

  it.each([
    ['half a line', '{"user":"u1","item":1,"ts":1}\n{"user":"u1","it', 'line 2: this is no JSON'],
    ['a list', '\n[1,2]\n', 'line 2: an object like'],
    ['no user', '{"item":1,"ts":1}\n', 'line 1: "user" is missing'],
    ['a user that is an object', '{"user":{"$gt":""},"item":1}\n', 'line 1: "user" is missing, or neither'],
    ['a time that is text', '{"user":"u1","item":1,"ts":"now"}\n', 'line 1: "ts" is no number'],
    ['a like that is text', '{"user":"u1","item":1,"like":"yes"}\n', 'line 1: "like" is neither true'],
  ])('refuses %s with the number of the line', (_, content, message) => {
    const { status, stderr, stdout } = run({ train: broken('broken.jsonl', content) })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })

  it('says how it is used, and which file is missing', () => {
    expect(run({ k: '0' })).toMatchObject({ status: 2, stderr: expect.stringContaining('--k is how many') })
    const { status, stderr } = run({ items: join(folder, 'nowhere.jsonl') })
    expect(status).toBe(2)
    expect(stderr).toContain('cannot be read')
  })
})
