import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SyntheticSet } from './synthetic-sets.ts'

/** A made-up set as the three files that `npm run recommend` reads; their paths. */
export function writeSet(folder: string, { events, topics, items, users }: SyntheticSet) {
  mkdirSync(folder, { recursive: true })
  const write = (file: string, count: number, line: (k: number) => object) => {
    const path = join(folder, file)
    const lines = Array.from({ length: count }, (_, k) => JSON.stringify(line(k)))
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  }
  return {
    train: write('events.jsonl', events.count, (k) => ({
      user: `u${events.user[k]}`,
      item: events.item[k],
      ts: Math.round(events.time[k]! * 86_400),
      rating: 1 + Math.round(((events.grade[k]! - 0.25) / 0.75) * 4),
    })),
    items: write('items.jsonl', items, (item) => ({ item, topics: [`genre${topics.topic[item]}`] })),
    users: write('users.jsonl', users, (user) => ({ user: `u${user}` })),
  }
}
