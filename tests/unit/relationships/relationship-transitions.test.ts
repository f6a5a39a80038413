import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ASK_AGAIN_DAYS,
  decideAction,
  nextSettlement,
  type PairAction,
  type PairState,
  type RowChange,
  type RowState,
  type Side,
} from '#server/relationships/relationship-transitions'

const NOW = new Date('2026-11-01T12:00:00Z')
const DAY_MS = 86_400_000

function row(status: RowState['status'], isWithdrawn = false, daysAgo = 0): RowState {
  return { status, isWithdrawn, updatedDate: new Date(NOW.getTime() - daysAgo * DAY_MS) }
}
const decide = (kind: 'request' | 'accept' | 'decline' | 'block', pair: PairState) =>
  decideAction({ kind }, pair, NOW)
const stands = { kind: 'stand' }
const refuses = (why: string) => ({ kind: 'refuse', why })
const changes = (side: Side, status: RowState['status'], isWithdrawn = false) => ({
  kind: 'change',
  row: side,
  to: { status, isWithdrawn },
})
const removes = (side: Side) => ({ kind: 'change', row: side, to: null })

describe('asking somebody to connect', () => {
  it.each<[string, PairState, object]>([
    ['begins where there is nothing', { mine: null, theirs: null }, changes('mine', 'pending')],
    ['stands while it waits', { mine: row('pending'), theirs: null }, stands],
    ['says yes to one who asks too', { mine: null, theirs: row('pending') }, changes('theirs', 'accepted')],
    ['says yes to one who was declined and still asks', { mine: null, theirs: row('declined') }, changes('theirs', 'accepted')],
    ['begins anew with one who took it back', { mine: null, theirs: row('declined', true) }, changes('mine', 'pending')],
    ['stands once connected, whoever asked', { mine: null, theirs: row('accepted') }, stands],
    ['is told nothing of a decline', { mine: row('declined'), theirs: null }, stands],
    ['reaches nobody soon after a decline', { mine: row('declined', true, ASK_AGAIN_DAYS - 1), theirs: null }, changes('mine', 'declined')],
    ['reaches them again later', { mine: row('declined', true, ASK_AGAIN_DAYS), theirs: null }, changes('mine', 'pending')],
    ['finds nobody behind a block', { mine: null, theirs: row('blocked') }, refuses('hidden')],
    ['needs the own block to end first', { mine: row('blocked'), theirs: null }, refuses('blocked')],
  ])('%s', (_, pair, decision) => expect(decide('request', pair)).toEqual(decision)) // prettier-ignore
})

describe('answering', () => {
  it.each<[string, 'accept' | 'decline', PairState, object]>([
    ['accepts what waits', 'accept', { mine: null, theirs: row('pending') }, changes('theirs', 'accepted')],
    ['declines what waits', 'decline', { mine: null, theirs: row('pending') }, changes('theirs', 'declined')],
    ['turns a no into a yes', 'accept', { mine: null, theirs: row('declined') }, changes('theirs', 'accepted')],
    ['does not turn a yes into a no', 'decline', { mine: null, theirs: row('accepted') }, refuses('connected')],
    ['may be done twice', 'accept', { mine: null, theirs: row('accepted') }, stands],
    ['is for the one asked alone', 'accept', { mine: row('pending'), theirs: null }, refuses('hidden')],
    ['finds nothing that was taken back', 'accept', { mine: null, theirs: row('declined', true) }, refuses('hidden')],
    ['finds nothing behind a block', 'accept', { mine: null, theirs: row('blocked') }, refuses('hidden')],
  ])('%s', (_, kind, pair, decision) => expect(decide(kind, pair)).toEqual(decision)) // prettier-ignore
})

describe('removing', () => {
  it.each<[string, Side, PairState, object]>([
    ['cancels the own request', 'mine', { mine: row('pending'), theirs: null }, removes('mine')],
    ['does not cancel that of the other', 'theirs', { mine: null, theirs: row('pending') }, refuses('not_yours')],
    ['keeps a decline, so that asking again stays bounded', 'mine', { mine: row('declined'), theirs: null }, changes('mine', 'declined', true)],
    ['ends a connection that one asked for', 'mine', { mine: row('accepted'), theirs: null }, removes('mine')],
    ['ends a connection that the other asked for', 'theirs', { mine: null, theirs: row('accepted') }, removes('theirs')],
    ['takes back the own block', 'mine', { mine: row('blocked'), theirs: null }, removes('mine')],
    ['never that of the other', 'theirs', { mine: null, theirs: row('blocked') }, refuses('hidden')],
    ['finds nothing else behind a block', 'mine', { mine: row('accepted'), theirs: row('blocked') }, refuses('hidden')],
  ])('%s', (_, side, pair, decision) => expect(decideAction({ kind: 'remove', row: side }, pair, NOW)).toEqual(decision)) // prettier-ignore
})

/** A store of two rows as the database is: one write at a time, each only against what it expects. */
class Pair {
  rows = new Map<string, RowState & { version: number }>()
  versions = 0

  view(me: Person): PairState & { versions: Record<Side, number> } {
    const mine = this.rows.get(me) ?? null
    const theirs = this.rows.get(otherOf(me)) ?? null
    return { mine, theirs, versions: { mine: mine?.version ?? 0, theirs: theirs?.version ?? 0 } }
  }

  write(me: Person, seen: ReturnType<Pair['view']>, change: RowChange): boolean {
    const key = change.row === 'mine' ? me : otherOf(me)
    if ((this.rows.get(key)?.version ?? 0) !== seen.versions[change.row]) return false
    if (change.to === null) this.rows.delete(key)
    else this.rows.set(key, { ...change.to, updatedDate: NOW, version: ++this.versions })
    return true
  }
}
type Person = 'ada' | 'ben'
const otherOf = (person: Person): Person => (person === 'ada' ? 'ben' : 'ada')

/** What `changePair` does, cut between every read and write; gives whether it was refused. */
function* act(pair: Pair, me: Person, action: PairAction): Generator<void, boolean> {
  for (;;) {
    const seen = pair.view(me)
    yield
    const decision = decideAction(action, seen, NOW)
    if (decision.kind === 'refuse') return true
    if (decision.kind === 'stand') return false
    if (!pair.write(me, seen, decision)) continue
    yield
    yield* settle(pair, me)
    return false
  }
}

function* settle(pair: Pair, me: Person): Generator<void, void> {
  for (;;) {
    const seen = pair.view(me)
    yield
    const step = nextSettlement(seen, me === 'ada')
    if (!step) return
    pair.write(me, seen, step)
    yield
  }
}

function finish<Result>(work: Generator<void, Result>): Result {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

const person = fc.constantFrom<Person>('ada', 'ben')
const action = fc.constantFrom<PairAction>(
  { kind: 'request' },
  { kind: 'accept' },
  { kind: 'decline' },
  { kind: 'block' },
  { kind: 'remove', row: 'mine' },
  { kind: 'remove', row: 'theirs' },
)
const steps = fc.array(fc.record({ me: person, action }), { maxLength: 12 })

function isSound(pair: Pair): boolean {
  const { mine, theirs } = pair.view('ada')
  const statuses = [mine, theirs].flatMap((each) => each?.status ?? [])
  if (statuses.includes('blocked')) return statuses.every((status) => status === 'blocked')
  if (statuses.includes('accepted')) return statuses.length === 1
  return statuses.filter((status) => status === 'pending').length < 2
}

describe('a pair', () => {
  it('follows a plain model of who asks, who is connected and who blocks', () => {
    fc.assert(
      fc.property(steps, (actions) => {
        const pair = new Pair()
        const model = new Model()
        for (const { me, action: each } of actions) {
          expect(finish(act(pair, me, each)), `${me} ${JSON.stringify(each)}`).toBe(model.isRefused(me, each))
          expect(isSound(pair)).toBe(true)
          expect(stateOf(pair)).toEqual(model.state())
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('is sound in the end however writes cross each other and whichever process is killed', () => {
    const work = fc.record({ me: person, action, killedAfter: fc.option(fc.nat(8), { nil: Infinity }) })
    const cases = fc.record({ before: steps, atOnce: fc.array(work, { minLength: 2, maxLength: 5 }), order: fc.infiniteStream(fc.nat()) }) // prettier-ignore
    fc.assert(
      fc.property(cases, ({ before, atOnce, order }) => {
        const pair = new Pair()
        for (const { me, action: each } of before) finish(act(pair, me, each))
        const hadBlock = new Set([...pair.rows].flatMap(([who, each]) => (each.status === 'blocked' ? [who] : [])))
        interleave(pair, atOnce, order)
        // what the reconciler does for those that were killed
        finish(settle(pair, 'ben'))
        expect(isSound(pair)).toBe(true)
        for (const who of ['ada', 'ben'] as const) {
          const isTakenBack = atOnce.some(({ me, action: each }) => me === who && each.kind === 'remove')
          if (hadBlock.has(who) && !isTakenBack) expect(pair.rows.get(who)?.status).toBe('blocked')
        }
      }),
      { numRuns: 3_000 },
    ) // prettier-ignore
  })

  it('connects two who ask each other, however their writes cross', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (order) => {
        const pair = new Pair()
        const asks = (['ada', 'ben'] as const).map((me) => ({ me, action: { kind: 'request' } as const, killedAfter: Infinity })) // prettier-ignore
        interleave(pair, asks, order)
        expect([...pair.rows.values()].map(({ status }) => status)).toEqual(['accepted'])
      }),
      { numRuns: 500 },
    )
  })

  it('keeps a block that crosses everything the other does', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 4 }), fc.infiniteStream(fc.nat()), (theirs, order) => {
        const pair = new Pair()
        const block = { me: 'ada', action: { kind: 'block' }, killedAfter: Infinity } as const
        const others = theirs.map((each) => ({ me: 'ben' as const, action: each, killedAfter: Infinity }))
        interleave(pair, [block, ...others], order)
        expect(pair.rows.get('ada')?.status).toBe('blocked')
        expect(isSound(pair)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

interface Work {
  me: Person
  action: PairAction
  killedAfter: number
}

function interleave(pair: Pair, works: readonly Work[], order: Iterable<number>): void {
  const running = works.map(({ me, action: each, killedAfter }) => ({ run: act(pair, me, each), left: killedAfter })) // prettier-ignore
  const pick = order[Symbol.iterator]()
  while (running.length > 0) {
    const index = Number(pick.next().value) % running.length
    const work = running[index]!
    if (work.left-- <= 0 || work.run.next().done) running.splice(index, 1)
  }
}

/** The same in words, with no rows: who wants, who said no, who blocks. */
class Model {
  isConnected = false
  blocks = new Set<Person>()
  asks = new Set<Person>()
  /** Whose row made the connection, as `remove` names it. */
  connectedBy: Person | null = null

  state() {
    if (this.blocks.size > 0) return { blocks: [...this.blocks].sort() }
    if (this.isConnected) return 'connected'
    return { asks: [...this.asks].sort() }
  }

  isRefused(me: Person, { kind, ...rest }: PairAction): boolean {
    const other = otherOf(me)
    if (kind === 'block') return this.block(me)
    if (kind === 'remove') return this.remove(me, 'row' in rest && rest.row === 'mine' ? me : other)
    if (this.blocks.size > 0) return true
    if (kind === 'request') return this.request(me, other)
    return this.answer(kind, other)
  }

  private block(me: Person): boolean {
    this.blocks.add(me)
    this.forgetRest()
    return false
  }

  private request(me: Person, other: Person): boolean {
    if (this.isConnected) return false
    if (this.asks.has(other)) this.connect(other)
    else this.asks.add(me)
    return false
  }

  private answer(kind: 'accept' | 'decline', other: Person): boolean {
    if (this.isConnected && this.connectedBy === other) return kind === 'decline'
    if (this.isConnected || !this.asks.has(other)) return true
    // a decline changes nothing that the asker could see
    if (kind === 'accept') this.connect(other)
    return false
  }

  private remove(me: Person, of: Person): boolean {
    if (of === me && this.blocks.has(me)) {
      this.blocks.delete(me)
      return false
    }
    if (this.blocks.size > 0) return true
    if (this.isConnected && this.connectedBy === of) {
      this.forgetRest()
      return false
    }
    if (of !== me || this.isConnected || !this.asks.has(me)) return true
    this.asks.delete(me)
    return false
  }

  private connect(by: Person): void {
    this.forgetRest()
    this.isConnected = true
    this.connectedBy = by
  }

  private forgetRest(): void {
    this.isConnected = false
    this.connectedBy = null
    this.asks.clear()
  }
}

function stateOf(pair: Pair): ReturnType<Model['state']> {
  const rows = [...pair.rows]
  const blocks = rows.flatMap(([who, { status }]) => (status === 'blocked' ? [who as Person] : []))
  if (blocks.length > 0) return { blocks: blocks.sort() }
  if (rows.some(([, { status }]) => status === 'accepted')) return 'connected'
  const asks = rows.flatMap(([who, each]) => (each.isWithdrawn ? [] : [who as Person]))
  return { asks: asks.sort() }
}
