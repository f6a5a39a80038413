import { Types, type PipelineStage } from 'mongoose'
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

/** What may stand inside a `$unionWith`, too. */
export type LookStage = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>

/** One question to one kind of thing. */
export interface Question {
  source: SearchSource
  terms: SearchTerms
  known: KnownWords
  scope: Filter
  /** Entries of the rarest word that one look examines, so that two common words cost no more than a rare one. */
  examine: number
  /** Matches of one stage are ordered by popularity within so many of the newest, then within as many older ones. */
  window: number
}

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
  /** At most so many entries were looked at. */
  examined: number
  next: MatchPosition | null
}

export interface Candidate {
  _id: Types.ObjectId
  popularity?: number
}

/** One look at the database; it may find nothing although the list goes on. */
export async function findWindow(question: Question, position: MatchPosition): Promise<MatchWindow> {
  const { source } = question
  const { stage } = position
  const look = lookFor(question, position)
  if (!look) return { matches: [], examined: 0, next: stageAfter(question, stage) }
  const candidates = await source.model.aggregate<Candidate>(look.pipeline)
  const matches = inOrder(candidates, position)
  const from = await windowAfter(question, candidates, look)
  const next = from ? { stage, from, after: null } : stageAfter(question, stage)
  return { matches, examined: Math.min(look.uses, look.examine), next }
}

interface Look {
  pipeline: LookStage[]
  /** What the index is read by. */
  lead: Filter
  /** Entries of the index that there are. */
  uses: number
  /** So many of them are looked at, all of which the database reads before it leaves any out. */
  examine: number
}

/** Where nothing more is asked than the word that the index is read by, few entries are left out: those out of scope. */
const LOOSE_SHARE = 1.5

/** One look at one window, to be asked by itself or together with others; null where nothing can match. */
export function lookFor(question: Question, position: MatchPosition): Look | null {
  const { source, terms, scope, window } = question
  const { stage } = position
  const plan = planOf(stage, question)
  if (!plan) return null
  const lead = leadFilter(position, plan.lead.words)
  const asked = [...plan.rest, ...betterMatches(stage, terms)]
  const examine = Math.min(question.examine, asked.length > 0 ? Infinity : Math.ceil(window * LOOSE_SHARE))
  const pipeline: LookStage[] = [
    { $match: lead },
    { $sort: { _id: -1 } },
    { $limit: examine },
    { $match: { $and: [...asked, scope] } },
    { $limit: window },
    { $project: { _id: 1, ...(source.popularity && { popularity: `$${source.popularity}` }) } },
  ]
  return { pipeline, lead, uses: plan.uses, examine }
}

export function firstPosition({ source, terms }: Pick<Question, 'source' | 'terms'>): MatchPosition | null {
  const [stage] = stagesFor(terms, source.hasBody)
  return stage ? { stage, from: null, after: null } : null
}

function stageAfter(
  { source, terms }: Pick<Question, 'source' | 'terms'>,
  stage: Stage,
): MatchPosition | null {
  const stages = stagesFor(terms, source.hasBody)
  const next = stages[stages.indexOf(stage) + 1]
  return next ? { stage: next, from: null, after: null } : null
}

/** Which word is looked up in the index, the rarest, and what the others ask of its entries. */
function planOf(
  stage: Stage,
  { terms, known }: Question,
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

/** Best first: what is watched more by a factor of two, then what is newer. */
export function inOrder(candidates: Candidate[], position: MatchPosition): Match[] {
  const from = candidates[0]?._id.toHexString() ?? null
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

/** Where the next window of this stage begins, when the look has left entries of it. */
async function windowAfter(
  { source, window }: Question,
  candidates: Candidate[],
  { lead, uses, examine }: Look,
): Promise<string | null> {
  const last = candidates.at(-1)
  if (last && candidates.length === window) return before(last._id)
  if (uses <= examine) return null
  const [unseen] = await source.model.aggregate<{ _id: Types.ObjectId }>([
    { $match: lead },
    { $sort: { _id: -1 } },
    { $skip: examine },
    { $limit: 1 },
    { $project: { _id: 1 } },
  ])
  return unseen ? unseen._id.toHexString() : null
}

/** The greatest id below this one. */
function before(id: Types.ObjectId): string {
  return (BigInt(`0x${id.toHexString()}`) - 1n).toString(16).padStart(24, '0')
}
