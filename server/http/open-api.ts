import { z } from 'zod'
import { ErrorBody } from '#shared/common'
import type { AnyEndpointOptions } from './define-endpoint.ts'
import type { Access } from './resolve-actor.ts'

/** One route: what `endpoints-module.ts` finds, with its file loaded. */
export interface DocumentedRoute {
  method: string
  /** `/api/videos/{id}` */
  path: string
  endpoint: AnyEndpointOptions
}

/** The API as an OpenAPI 3.1 document, from the very schemas that check requests. */
export function buildOpenApi(routes: readonly DocumentedRoute[]) {
  const documented = routes.filter(({ endpoint }) => endpoint.isDocumented !== false)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of documented) {
    const method = route.method === 'all' ? 'get' : route.method
    paths[route.path] = { ...paths[route.path], [method]: operation(route) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Clipway',
      version: '1',
      description:
        'Every read and write needs a session cookie or a token, unless an operation says otherwise.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'clipway-session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      responses: { Error: { description: 'What went wrong', content: json(toSchema(ErrorBody, 'output')) } },
    },
  }
}

const NEEDS: Record<Access, string> = {
  open: 'Needs no session or token.',
  anyone: 'Needs no session or token.',
  guest: 'Needs any session, a guest’s too, or a token.',
  user: 'Needs somebody signed in, or a token.',
  moderator: 'Needs the role moderator or admin, or a token with the scope moderate.',
  operator: 'Needs the role operator or admin, or a token with the scope operate.',
  admin: 'Needs the role admin, or a token with the scope admin.',
}

function operation({ method, path, endpoint }: DocumentedRoute) {
  const isOpen = endpoint.actor === 'open' || endpoint.actor === 'anyone'
  return {
    operationId: operationId(method, path),
    summary: endpoint.summary,
    description: describe(endpoint),
    tags: [path.split('/').filter((part) => part && part !== 'api')[0] ?? 'api'],
    security: isOpen ? [] : [{ session: [] }, { token: [] }],
    parameters: [
      ...parametersIn('path', endpoint.params, path),
      ...parametersIn('query', endpoint.query, path),
    ],
    ...(endpoint.body && {
      requestBody: { required: true, content: json(toSchema(endpoint.body, 'input')) },
    }),
    responses: {
      [successOf(endpoint)]: success(endpoint),
      default: { $ref: '#/components/responses/Error' },
    },
  }
}

function describe(endpoint: AnyEndpointOptions): string {
  const audit = endpoint.audit ? ` Leaves ${endpoint.audit} in the action log.` : ''
  return `${NEEDS[endpoint.actor]}${audit}`
}

function successOf(endpoint: AnyEndpointOptions): string {
  return String(endpoint.status ?? (endpoint.response || endpoint.raw ? 200 : 204))
}

function success(endpoint: AnyEndpointOptions) {
  if (endpoint.raw || endpoint.contentTypes) return rawSuccess(endpoint)
  if (!endpoint.response) return { description: 'Done' }
  return { description: 'Done', content: json(toSchema(endpoint.response, 'output')) }
}

/** Bytes and events have no JSON Schema; of events the data is as the response schema says. */
function rawSuccess({ contentTypes = [], response }: AnyEndpointOptions) {
  if (contentTypes.length === 0) return { description: 'Done, without a body' }
  const content = contentTypes.map((type) => {
    const schema = type === 'application/json' && response ? toSchema(response, 'output') : { type: 'string' }
    return [type, { schema }]
  })
  const events = response && contentTypes.includes('text/event-stream') ? '; each event has JSON data' : ''
  return { description: `Done${events}`, content: Object.fromEntries(content) as Record<string, unknown> }
}

interface ObjectSchema {
  properties?: Record<string, { description?: string }>
  required?: string[]
}

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined, path: string) {
  const { properties = {}, required = [] } = schema ? (toSchema(schema, 'input') as ObjectSchema) : {}
  const names = place === 'path' ? namesIn(path) : Object.keys(properties)
  return names.map((name) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name] ?? { type: 'string' },
  }))
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
}

/** What JSON Schema cannot say (a refinement in code) is left out: the document promises no more than it knows. */
function toSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function json(schema: Record<string, unknown>) {
  return { 'application/json': { schema } }
}

function operationId(method: string, path: string): string {
  const words = path.split(/[^\w]+/).filter((word) => word && word !== 'api')
  return [method, ...words]
    .map((word, index) => (index ? word[0]!.toUpperCase() + word.slice(1) : word))
    .join('')
}
