import { Types } from 'mongoose'
import type { SearchTerms } from '#shared/search-words'
import type { KnownWords } from './look-up-words.ts'
import {
  betterMatches,
  popularityStep,
  stagesFor,
  wordsAsked,
  type AskedWord,
  type Filter,
  type Stage,
} from './match-stage.ts'
import type { SearchSource } from './search-sources.ts'

/** Matches of one stage are ordered by popularity within so many of the newest, then within as many older ones. */
const WINDOW = 100
/** Entries of the rarest word that one look examines, so that two common words cost no more than a rare one. */
const MAX_EXAMINED = 1000

/** Where a list of matches goes on. */
export interface MatchPosition {
  stage: Stage
  /** The newest id of the window that is being given; null before the first. */
  from: string | null
  /** The last one given of that window; null where none was. */
  after: { step: number; id: string } | null
}

export interface Match {
  id: string
  /** Goes on after this one. */
  position: MatchPosition
}

/** One window of matches, and where the next begins; null at the end. */
export interface MatchWindow {
  matches: Match[]
  next: MatchPosition | null
}

interface Candidate {
  _id: Types.ObjectId
  popularity?: number
}

/** One look at the database; it may find nothing although the list goes on. */
export async function findWindow(
  source: SearchSource,
  terms: SearchTerms,
  known: KnownWords,
  scope: Filter,
  position: MatchPosition,
): Promise<MatchWindow> {
  const plan = planOf(position.stage, terms, known)
  if (!plan) return { matches: [], next: nextStage(source, terms, position.stage) }
  const lead = leadFilter(position, plan.lead.words)
  const candidates = await source.model.aggregate<Candidate>([
    { $match: lead },
    { $sort: { _id: -1 } },
    { $limit: MAX_EXAMINED },
    { $match: { $and: [...plan.rest, ...betterMatches(position.stage, terms), scope] } },
    { $limit: WINDOW },
    { $project: { _id: 1, ...(source.popularity && { popularity: `$${source.popularity}` }) } },
  ])
  const from = candidates[0]?._id.toHexString() ?? null
  const matches = inOrder(candidates, position, from)
  const last = candidates.at(-1)
  if (last && candidates.length === WINDOW) {
    return { matches, next: { stage: position.stage, from: before(last._id), after: null } }
  }
  const unseen = plan.uses > MAX_EXAMINED ? await findUnseen(source, lead) : null
  const next = unseen ? { stage: position.stage, from: unseen, after: null } : null
  return { matches, next: next ?? nextStage(source, terms, position.stage) }
}

export function firstPosition(source: SearchSource, terms: SearchTerms): MatchPosition | null {
  const [stage] = stagesFor(terms, source.hasBody)
  return stage ? { stage, from: null, after: null } : null
}

/** Which word is looked up in the index, the rarest, and what the others ask of its entries. */
function planOf(
  stage: Stage,
  terms: SearchTerms,
  known: KnownWords,
): { lead: AskedWord; uses: number; rest: Filter[] } | null {
  const usesOf = ({ words }: AskedWord) => words.reduce((sum, word) => sum + (known.uses.get(word) ?? 0), 0)
  const asked = wordsAsked(stage, terms, known.completions)
  const [rarest, ...others] = asked.toSorted((a, b) => usesOf(a) - usesOf(b))
  const uses = rarest ? usesOf(rarest) : 0
  return rarest && uses > 0 ? { lead: rarest, uses, rest: others.map(({ filter }) => filter) } : null
}

/** Each branch holds the bound of the ids, so that each is read from its index in the order of ids and merged. */
function leadFilter({ stage, from }: MatchPosition, words: string[]): Filter {
  const place = from ? { _id: { $lte: new Types.ObjectId(from) } } : {}
  const title = { searchTitle: { $in: words }, ...place }
  return stage.startsWith('title') ? title : { $or: [title, { searchBody: { $in: words }, ...place }] }
}

function inOrder(candidates: Candidate[], position: MatchPosition, from: string | null): Match[] {
  return candidates
    .map((candidate) => ({
      id: candidate._id.toHexString(),
      step: popularityStep(candidate.popularity ?? 0),
    }))
    .sort(byStep)
    .filter((candidate) => !position.after || byStep(position.after, candidate) < 0)
    .map(({ id, step }) => ({ id, position: { stage: position.stage, from, after: { step, id } } }))
}

function byStep(a: { step: number; id: string }, b: { step: number; id: string }): number {
  return b.step - a.step || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

/** The newest entry of the rarest word that this look did not examine. */
async function findUnseen(source: SearchSource, lead: Filter): Promise<string | null> {
  const [unseen] = await source.model.aggregate<{ _id: Types.ObjectId }>([
    { $match: lead },
    { $sort: { _id: -1 } },
    { $skip: MAX_EXAMINED },
    { $limit: 1 },
    { $project: { _id: 1 } },
  ])
  return unseen ? unseen._id.toHexString() : null
}

function nextStage(source: SearchSource, terms: SearchTerms, stage: Stage): MatchPosition | null {
  const stages = stagesFor(terms, source.hasBody)
  const next = stages[stages.indexOf(stage) + 1]
  return next ? { stage: next, from: null, after: null } : null
}

/** The greatest id below this one. */
function before(id: Types.ObjectId): string {
  return (BigInt(`0x${id.toHexString()}`) - 1n).toString(16).padStart(24, '0')
}
