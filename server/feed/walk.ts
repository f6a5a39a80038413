import { decodeCursor, encodeCursor } from '../page-cursor.ts'

/**
 * Where somebody is in a sequence. All of it travels in the cursor, so that nothing is kept for people who went away,
 * and guests can be given the next page as well as members.
 */
export interface Walk {
  /** What was recommended comes first, then the order of the sequence itself. */
  stage: 'recommended' | 'order'
  /** Of the next item, over all pages. */
  position: number
  /** After it the order goes on; empty at its beginning. Each order has keys of its own. */
  place: string
  /** What was seen before comes, too. */
  isAgain: boolean
  /** Fingerprints of what was recommended and given, the latest last: a list that is replaced meanwhile repeats nothing. */
  given: readonly string[]
}

/** As many as one list of recommendations holds; twelve hex digits each. */
const MAX_GIVEN = 200
const FINGERPRINT_DIGITS = 12
const SHAPE = /^([un])([ro])\.(\d{1,6})\.([0-9a-z_]{0,80})\.([A-Za-z0-9_-]{0,1600})$/

export function startWalk(isAgain: boolean): Walk {
  return { stage: 'recommended', position: 0, place: '', isAgain, given: [] }
}

/** At most 2,300 characters, for a list of recommendations that was given to its end. */
export function encodeWalk({ stage, position, place, isAgain, given }: Walk): string {
  const marks = (isAgain ? 'n' : 'u') + (stage === 'recommended' ? 'r' : 'o')
  const prints = Buffer.from(given.slice(-MAX_GIVEN).join(''), 'hex').toString('base64url')
  return encodeCursor(`${marks}.${position}.${place}.${prints}`)
}

/** @throws InvalidInput */
export function decodeWalk(cursor: string): Walk {
  const [, again, stage, position, place = '', prints = ''] = SHAPE.exec(
    decodeCursor(cursor, (key) => SHAPE.test(key)),
  )!
  const hex = Buffer.from(prints, 'base64url').toString('hex')
  return {
    stage: stage === 'r' ? 'recommended' : 'order',
    position: Number(position),
    place,
    isAgain: again === 'n',
    given: hex.match(new RegExp(`.{${FINGERPRINT_DIGITS}}`, 'g')) ?? [],
  }
}

/** The time and the counter of an ObjectId: of things made in one second by many processes two could share it. */
export function fingerprint(id: string): string {
  return id.slice(0, 8) + id.slice(-4)
}
