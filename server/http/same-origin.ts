import type { H3Event } from 'h3'
import { config } from '../config.ts'
import { Forbidden } from '../errors.ts'
import { clientOf } from './client.ts'
import type { ResolvedActor } from './resolve-actor.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that another site makes the browser send. A Bearer token is never sent by itself, so it is exempt;
 * a request without a cookie is not: logging somebody in as the attacker is an attack too.
 * Browsers always say where a change comes from (Sec-Fetch-Site, or Origin in older ones); without either it is no
 * browser, so nobody was tricked.
 * @throws Forbidden
 */
export function checkSameOrigin(event: H3Event, resolved: ResolvedActor): void {
  if (SAFE_METHODS.has(event.method) || resolved.via === 'token') return
  const { 'sec-fetch-site': site, origin } = event.node.req.headers
  if (site === 'same-origin' || site === 'none') return
  if (site === undefined && (origin === undefined || isOwnOrigin(origin, clientOf(event).host))) return
  throw new Forbidden('This request came from another site, so it was not carried out.')
}

function isOwnOrigin(origin: string, host: string): boolean {
  if (origin === new URL(config().url).origin) return true
  return URL.parse(origin)?.host === host
}
