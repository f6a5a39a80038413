import type { ChangeBus, ChangeKind, Changes } from '../../server/changes.ts'

export interface TestBus extends ChangeBus {
  isHearing: boolean
  /** What this process said. */
  published: string[]
  /** As if another process said it. */
  say<Kind extends ChangeKind>(kind: Kind, change: Changes[Kind]): void
  hear(message: string): void
  lose(): void
}

/** For `connectChanges`: other processes are what the test says. */
export function testBus(): TestBus {
  const listeners = { hear: (_message: string) => {}, lost: () => {} }
  const published: string[] = []
  return {
    isHearing: true,
    published,
    publish: (message) => void published.push(message),
    listen: (hear, lost) => void Object.assign(listeners, { hear, lost }),
    close: () => Promise.resolve(),
    say: (kind, change) => listeners.hear(JSON.stringify([kind, change])),
    hear: (message) => listeners.hear(message),
    lose: () => listeners.lost(),
  }
}
