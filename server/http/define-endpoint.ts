import { defineEventHandler, getQuery, getRouterParams, type EventHandler, type H3Event } from 'h3'
import { z } from 'zod'
import type { Action } from '#shared/audit'
import { NoQuery } from '#shared/common'
import type { Actor, UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { isHeadOfGet } from './answer-head.ts'
import { checkSameOrigin } from './same-origin.ts'
import { parseInput } from './parse-input.ts'
import { limitRate, type RateClass } from './rate-limit.ts'
import { readJsonBody } from './read-json-body.ts'
import { createReply, type Reply } from './reply.ts'
import { clientOf, type Client } from './client.ts'
import { authorize, resolveActor, type Access } from './resolve-actor.ts'
import { sendError } from './send-error.ts'

/** What `run` is given: checked input, the caller, and nothing of h3. */
export interface EndpointInput<Body, Query, Params, Caller> {
  actor: Caller
  body: Body
  query: Query
  params: Params
  client: Client
  reply: Reply
  /**
   * The same caller as of now: what lasts (a stream) asks again while it does.
   * Throws Unauthenticated or Forbidden once the session, token or role has ended.
   */
  currentActor(): Promise<Caller>
}

type ActorFor<A extends Access> = A extends 'open'
  ? null
  : A extends 'anyone'
    ? Actor | null
    : A extends 'guest'
      ? Actor
      : UserActor

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

export interface EndpointOptions<
  A extends Access,
  Body extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Params extends z.ZodType | undefined,
> {
  /** One sentence for the API document. */
  summary: string
  actor: A
  rate: RateClass
  body?: Body
  query?: Query
  params?: Params
  /** Shape of the answer, for the API document and the contract test. */
  response?: z.ZodType
  status?: 200 | 201 | 202 | 204
  /** Largest accepted body in bytes; 64 KiB unless told. */
  maxBodyBytes?: number
  /** What this leaves in the action log, written by the domain function; named here for the API document. */
  audit?: Action
  /** False for what is not part of the API. */
  isDocumented?: boolean
  /** `run` writes the response itself through `reply.raw` (media, server-sent events, tus). */
  raw?: boolean
  /**
   * What the body is where it is not (only) JSON, for the API document; empty where a raw answer has none. Its JSON is
   * as `response` says.
   */
  contentTypes?: readonly string[]
  run(
    input: EndpointInput<Output<Body>, Output<Query>, Output<Params>, ActorFor<A>>,
  ): Promise<unknown> | unknown
}

/** As the API document and the route test see an endpoint. */
export type AnyEndpointOptions = Omit<EndpointOptions<Access, z.ZodType, z.ZodType, z.ZodType>, 'run'>

export type Endpoint = EventHandler & { endpoint: AnyEndpointOptions }

/**
 * The only way to make a route: limit, actor, same origin, parse, run, and one mapping of errors.
 * Unknown keys answer 422, wrong types 400, both before `run`.
 */
export function defineEndpoint<
  A extends Access,
  Body extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Params extends z.ZodType | undefined = undefined,
>(options: EndpointOptions<A, Body, Query, Params>): Endpoint {
  const handler = defineEventHandler(async (event) => {
    try {
      return await answer(event, options as never)
    } catch (error) {
      return sendError(event, error)
    }
  })
  return Object.assign(handler, { endpoint: options as unknown as AnyEndpointOptions })
}

async function answer(
  event: H3Event,
  options: EndpointOptions<Access, z.ZodType, z.ZodType, z.ZodType>,
): Promise<unknown> {
  if (options.raw && isHeadOfGet(event)) {
    throw new NotFound('There is nothing at this address, or not for this method.')
  }
  const client = clientOf(event)
  await limitRate(options.rate, client)
  const resolved = await resolveActor(event, options.actor)
  checkSameOrigin(event, resolved)
  const actor = authorize(resolved.actor, options.actor, event.method)

  const params =
    options.params && parseInput(options.params, getRouterParams(event, { decode: true }), 'params')
  const query = parseQuery(event, options)
  const body = await parseBody(event, options)

  const reply = createReply(event)
  if (options.raw) event._handled = true
  else reply.status(options.status ?? 200)
  const currentActor = async () =>
    authorize((await resolveActor(event, options.actor)).actor, options.actor, event.method) as never
  const result = await options.run({
    actor: actor as never,
    body,
    query,
    params,
    client,
    reply,
    currentActor,
  })
  if (options.raw) return undefined
  if (result === undefined) reply.status(options.status ?? 204)
  return result ?? null
}

type Parsing = Pick<AnyEndpointOptions, 'actor' | 'raw' | 'query' | 'body' | 'maxBodyBytes'>

/** What nobody reads could still be believed by its sender to do something: without a schema there are no keys. */
function parseQuery(event: H3Event, options: Parsing): unknown {
  if (options.query) return parseInput(options.query, getQuery(event), 'query')
  if (isStrict(options)) parseInput(NoQuery, getQuery(event), 'query')
  return undefined
}

const NoBody = z.strictObject({})

async function parseBody(event: H3Event, options: Parsing): Promise<unknown> {
  if (options.body) return parseInput(options.body, await readJsonBody(event, options.maxBodyBytes), 'body')
  if (isStrict(options) && hasBody(event)) parseInput(NoBody, await readJsonBody(event), 'body')
  return undefined
}

/** What streams reads its own request, and who asks whether the process is alive may do so in any way. */
function isStrict({ actor, raw }: Parsing): boolean {
  return !raw && actor !== 'open'
}

function hasBody(event: H3Event): boolean {
  const { headers } = event.node.req
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined
}
