import type { SearchTerms } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import type { WordKind } from '../search-index/learn-words.ts'
import { inOrder, lookFor, type Candidate, type LookStage, type Question } from './find-matches.ts'
import type { KnownWords } from './look-up-words.ts'
import { STAGES, stagesFor, type Stage } from './match-stage.ts'
import { SEARCH_SOURCES, type SearchSource } from './search-sources.ts'

/** For each one that is wanted, at each stage: a few are answered while somebody types. */
const EXAMINED = 24
const WINDOW = 5

export interface Glance {
  terms: SearchTerms
  /** Of the kinds that are wanted. */
  known: Partial<Record<WordKind, KnownWords>>
  /** How many of each kind at most; the others are not looked for. */
  wanted: Partial<Record<WordKind, number>>
  /** Stops where matches of the title end. */
  isTitleOnly?(kind: WordKind): boolean
}

/** Reads things of several kinds for one reader: those they may see, by kind and id. */
export type ReadKinds<Thing> = (ids: IdsByKind) => Promise<ReadonlyMap<WordKind, ReadonlyMap<string, Thing>>>
export type IdsByKind = ReadonlyMap<WordKind, readonly string[]>

interface Search<Thing> {
  kind: WordKind
  question: Question
  wanted: number
  found: Thing[]
  /** Ids that matched and are not read yet, best first. */
  waiting: string[]
  /** Looked up so far, each once and in order. */
  stages: Stage[]
}

/**
 * The best few of several kinds, by kind, best first, without a next page. Stage by stage all kinds that have not enough
 * yet are looked up by one command, and all that matched is read together: a command for each would take as much time
 * again as its work, and a reading after each stage as many turns again as the looks.
 */
export async function glance<Thing>(
  actor: Actor,
  request: Glance,
  read: ReadKinds<Thing>,
): Promise<Map<WordKind, Thing[]>> {
  const searches = await prepare<Thing>(actor, request)
  do await lookForEnough(searches, request)
  while (await readWaiting(searches, read))
  return new Map(searches.map(({ kind, found }) => [kind, found]))
}

/** As if this reader were shown all that matches: where they are not, it goes on after the reading. */
async function lookForEnough(searches: readonly Search<unknown>[], request: Glance): Promise<void> {
  for (const stage of STAGES) {
    const open = searches.filter((search) => isShort(search) && isAsked(stage, search, request))
    if (open.length === 0) continue
    const candidates = await findCandidates(open, stage)
    for (const { kind, waiting, stages } of open) {
      waiting.push(...(candidates.get(kind) ?? []))
      stages.push(stage)
    }
  }
}

function isShort({ wanted, found, waiting }: Search<unknown>): boolean {
  return wanted > found.length + waiting.length
}

async function prepare<Thing>(actor: Actor, { terms, known, wanted }: Glance): Promise<Search<Thing>[]> {
  if (terms.whole.length === 0 && terms.last === null) return []
  const viewer = await viewerScope(actor)
  return (Object.keys(wanted) as WordKind[]).map((kind) => {
    const source: SearchSource = SEARCH_SOURCES[kind]
    const scope = source.scope(viewer)
    const count = wanted[kind]!
    const question = { source, terms, known: known[kind]!, scope, examine: count * EXAMINED, window: count * WINDOW } // prettier-ignore
    return { kind, question, wanted: count, found: [], waiting: [], stages: [] }
  })
}

function isAsked(
  stage: Stage,
  { kind, question, stages }: Search<unknown>,
  { terms, isTitleOnly }: Glance,
): boolean {
  if (stages.includes(stage)) return false
  if (stage.startsWith('text') && isTitleOnly?.(kind)) return false
  return stagesFor(terms, question.source.hasBody).includes(stage)
}

/** Ids by kind, best first. */
async function findCandidates(searches: readonly Search<unknown>[], stage: Stage): Promise<IdsByKind> {
  const position = { stage, from: null, after: null }
  const looks = searches.flatMap(({ kind, question }) => {
    const look = lookFor(question, position)
    const pipeline: LookStage[] = look ? [...look.pipeline, { $set: { kind: { $literal: kind } } }] : []
    return look ? [{ model: question.source.model, pipeline }] : []
  })
  const [first, ...others] = looks
  if (!first) return new Map()
  const pipeline = [
    ...first.pipeline,
    ...others.map((look) => ({ $unionWith: { coll: look.model.collection.name, pipeline: look.pipeline } })),
  ]
  // in one answer: of its own accord the database gives a hundred at once
  const options = { batchSize: sum(searches.map(({ question }) => question.window)) + 1 }
  const found = await first.model.aggregate<Candidate & { kind: WordKind }>(pipeline, options)
  const ofKind = (wanted: WordKind) => found.filter(({ kind }) => kind === wanted)
  return new Map(searches.map(({ kind }) => [kind, inOrder(ofKind(kind), position).map(({ id }) => id)]))
}

/**
 * Reads no more than are wanted.
 * @returns false when nothing was left to be read
 */
async function readWaiting<Thing>(
  searches: readonly Search<Thing>[],
  read: ReadKinds<Thing>,
): Promise<boolean> {
  const batch = new Map(
    searches.map(({ kind, wanted, found, waiting }) => [kind, waiting.splice(0, wanted - found.length)]),
  )
  if ([...batch.values()].every((ids) => ids.length === 0)) return false
  const things = await read(batch)
  for (const { kind, found } of searches) {
    found.push(...(batch.get(kind) ?? []).flatMap((id) => things.get(kind)?.get(id) ?? []))
  }
  return true
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
