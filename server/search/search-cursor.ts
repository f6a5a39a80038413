import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import type { MatchPosition } from './find-matches.ts'
import { STAGES, type Stage } from './match-stage.ts'

const FORM = /^([0-3]);([0-9a-f]{24})?;(?:(\d{1,2}),([0-9a-f]{24}))?$/

export function encodePosition({ stage, from, after }: MatchPosition): string {
  return encodeCursor(`${STAGES.indexOf(stage)};${from ?? ''};${after ? `${after.step},${after.id}` : ''}`)
}

/** @throws InvalidInput for a cursor that no search gave */
export function decodePosition(cursor: string): MatchPosition {
  const [, stage, from, step, id] = FORM.exec(decodeCursor(cursor, (key) => FORM.test(key)))!
  return {
    stage: STAGES[Number(stage)] as Stage,
    from: from ?? null,
    after: step && id ? { step: Number(step), id } : null,
  }
}
