import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../derived-key.ts'

/** `key`: a video's uuid, a clip's id. */
export interface EmbedRight {
  kind: 'video' | 'clip'
  key: string
}

/** Longer than anybody leaves a player open that they come back to. */
const LIFE_MS = 24 * 3600_000
/** All who look within an hour get the same addresses, so that what lies between may keep the bytes for them. */
const STEP_MS = 3600_000
const FORM = /^(video|clip)\.([0-9a-f-]{24,36})\.([0-9a-z]{1,9})\.([\w-]{22})$/

/**
 * The right to the media of one public video or clip, without a session: other sites' frames have no cookies. It says
 * nothing of who holds it; that the thing is still public is looked at with each request.
 */
export function embedTicket({ kind, key }: EmbedRight, now: Date): string {
  const expiresAt = Math.ceil(now.getTime() / STEP_MS) * STEP_MS + LIFE_MS
  const said = `${kind}.${key}.${expiresAt.toString(36)}`
  return `${said}.${signatureOf(said)}`
}

/** Null for what is forged, broken or too old. */
export function readEmbedTicket(ticket: string, now: Date): EmbedRight | null {
  const [, kind, key, expiresAt, signature] = FORM.exec(ticket) ?? []
  if (!kind || !key || !expiresAt || !signature) return null
  const expected = signatureOf(`${kind}.${key}.${expiresAt}`)
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return null
  if (Number.parseInt(expiresAt, 36) <= now.getTime()) return null
  return { kind: kind === 'video' ? 'video' : 'clip', key }
}

function signatureOf(said: string): string {
  return createHmac('sha256', derivedKey('embed-tickets')).update(said).digest('base64url').slice(0, 22)
}
