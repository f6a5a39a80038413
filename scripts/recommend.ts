// npm run recommend -- --train events.jsonl --items items.jsonl --users users.jsonl --k 20 [--verbose]
// Prints one line of JSON a user, {"user","items":[...]}, best first, nothing that the user already had.
import { parseArgs } from 'node:util'
import { fitRecommender } from '../server/recommendations/core/offline/fit-recommender.ts'
import { toInteractions, type Interactions } from '../server/recommendations/core/offline/interactions.ts'
import { BadFile } from './recommend/read-lines.ts'
import { readEvents, readItems, readUsers } from './recommend/read-sets.ts'

const USAGE =
  'Use it like this: npm run recommend -- --train events.jsonl --items items.jsonl --users users.jsonl --k 20'

try {
  await recommend(readOptions())
} catch (error) {
  if (!(error instanceof BadFile)) throw error
  console.error(error.message)
  process.exitCode = 2
}

interface Options {
  train: string
  items: string
  users: string
  k: number
  isVerbose: boolean
}

function readOptions(): Options {
  const { values } = parseOptions()
  const k = Number(values.k ?? 20)
  if (!values.train || !values.items || !values.users) throw new BadFile(USAGE)
  if (!Number.isInteger(k) || k < 1 || k > 10_000) {
    throw new BadFile(`--k is how many items each user gets: a whole number from 1 to 10000. ${USAGE}`)
  }
  const { train, items, users } = values
  return { train, items, users, k, isVerbose: values.verbose ?? false }
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        train: { type: 'string' },
        items: { type: 'string' },
        users: { type: 'string' },
        k: { type: 'string' },
        verbose: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new BadFile(`${(error as Error).message}. ${USAGE}`)
  }
}

async function recommend({ train, items: itemsPath, users: usersPath, k, isVerbose }: Options) {
  const { items, topics } = await readItems(itemsPath)
  const asked = await readUsers(usersPath)
  const { users, events, unknownItems } = await readEvents(train, items)
  if (unknownItems > 0) console.error(`${unknownItems} events are of items that ${itemsPath} does not have.`)
  const rows = toInteractions(events, users.list.length, items.list.length)
  const { recommend: rank, report } = fitRecommender(rows, topics)
  if (isVerbose) console.error(JSON.stringify(report))
  let lines: string[] = []
  for (const user of asked.list) {
    const best = rank(historyOf(rows, users.places.get(String(user))), k)
    lines.push(JSON.stringify({ user, items: Array.from(best, (item) => items.list[item]) }))
    if (lines.length === 500) lines = await write(lines)
  }
  await write(lines)
}

/** Waits while the reader of our output is slow, so that nothing piles up. */
async function write(lines: string[]): Promise<string[]> {
  if (lines.length > 0 && !process.stdout.write(`${lines.join('\n')}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return []
}

function historyOf(rows: Interactions, user: number | undefined) {
  const [from, to] = user === undefined ? [0, 0] : [rows.offsets[user]!, rows.offsets[user + 1]!]
  return {
    item: rows.item.subarray(from, to),
    time: rows.time.subarray(from, to),
    grade: rows.grade.subarray(from, to),
  }
}
