import { existsSync, readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it, vi } from 'vitest'
import type { Endpoint } from '../../../server/http/define-endpoint.ts'
import { findEndpointFiles } from '../../../server/http/endpoints-module.ts'
import { buildOpenApi } from '../../../server/http/open-api.ts'

// exists inside Nitro alone; here routes are looked at, not run
vi.mock('@nuxt/content/server', () => ({
  queryCollection: vi.fn(),
  queryCollectionItemSurroundings: vi.fn(),
  queryCollectionNavigation: vi.fn(),
  queryCollectionSearchSections: vi.fn(),
}))

/** Routes that are not ours, each with why it may stand beside ours. */
const FRAMEWORK_ROUTES: Record<string, string> = {
  '/__nuxt_error': 'Nuxt renders its error page here; it is given nothing but the error that is shown anyway',
  '/__nuxt_island/**': 'Nuxt server components; there are none, so it answers 404',
  '/api/_nuxt_icon/:collection': 'public icons of the installed collection',
  '/_i18n/:hash/:locale/messages.json':
    'the words of the pages in one language: part of the app as its scripts are',
  '/api/_nuxt_icon/**': 'public icons of the installed collection',
  '/**': 'pages, which hold nothing but what their API calls answer',
}
/** The docs are public, and nothing but the docs is in a content collection. */
const isDocsContent = (path: string) =>
  /^\/__nuxt_content\/(?:docs|info)\/(?:query|sql_dump\.txt)$/.test(path)

/** Changes that nobody needs to be known for. */
const OPEN_CHANGES = new Set([
  // answers 404 to everything
  'all /api/{path}',
  // what somebody without an account or session does
  'post /api/auth/forgot',
  'post /api/auth/login',
  'post /api/auth/resend-code',
  'post /api/auth/reset',
  'post /api/auth/signup',
  'post /api/auth/verify',
  // tus: what the server can do, before there is a token; nothing is read or written
  'options /api/uploads',
  'options /api/uploads/{id}',
])

const files = findEndpointFiles()
const routes = await Promise.all(
  files.map(async (file) => ({
    ...file,
    handler: ((await import(file.file)) as { default: Endpoint }).default,
  })),
)

const manifest = new URL('../../../.nuxt/types/nitro-routes.d.ts', import.meta.url)

describe('every route', () => {
  it.each(routes)('$method $path is made by defineEndpoint', ({ handler }) => {
    expect(handler.endpoint?.summary).toMatch(/^[A-Z].{10}/)
    expect(handler.endpoint.actor).toBeTruthy()
  })

  it('is ours, or a known one of the framework', () => {
    expect(existsSync(manifest), 'nuxt prepare writes it').toBe(true)
    const served = [...readFileSync(manifest, 'utf8').matchAll(/^ {4}'([^']+)': \{/gm)].map(
      ([, path]) => path!,
    )
    const own = new Set(files.map(({ path }) => path))
    const unknown = served
      .filter((path) => !own.has(path.replace(/\*\*:(\w+)/g, '{$1}').replace(/:(\w+)/g, '{$1}')))
      .filter((path) => !(path in FRAMEWORK_ROUTES) && !isDocsContent(path))
    expect(served.length).toBeGreaterThan(20)
    expect(unknown).toEqual([])
  })

  it('that changes something asks for more than nothing, or says why not', () => {
    const open = routes
      .filter(
        ({ method, handler }) =>
          !['get', 'head'].includes(method) && ['open', 'anyone'].includes(handler.endpoint.actor),
      )
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.filter((route) => !OPEN_CHANGES.has(route))).toEqual([])
  })
})

describe('the API document', () => {
  const document = buildOpenApi(
    routes.map(({ method, path, handler }) => ({ method, path, endpoint: handler.endpoint })),
  )

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('describes every route but the catch-all, each under a name of its own', () => {
    const described = Object.values(document.paths).flatMap(
      (path) => Object.values(path) as { operationId: string }[],
    )
    expect(described).toHaveLength(files.length - 1)
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length)
  })

  it('describes every route that Nitro serves of ours', () => {
    const served = [...readFileSync(manifest, 'utf8').matchAll(/^ {4}'([^']+)': \{/gm)]
      .map(([, path]) => path!)
      .filter((path) => !(path in FRAMEWORK_ROUTES) && !path.startsWith('/__') && !path.includes('_nuxt'))
      .map((path) => path.replace(/\*\*:(\w+)/g, '{$1}').replace(/:(\w+)/g, '{$1}'))
      .filter((path) => path !== '/api/{path}')
    expect(served.filter((path) => !(path in document.paths))).toEqual([])
  })

  it('says of every answer what it is', () => {
    const silent = routes
      .filter(({ handler }) => handler.endpoint.isDocumented !== false)
      .filter(({ method, handler: { endpoint } }) =>
        endpoint.raw
          ? !endpoint.contentTypes
          : method === 'get' && !endpoint.response && !endpoint.contentTypes,
      )
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  it('says what log-in takes and answers', () => {
    expect(document.paths['/api/auth/login']?.post).toMatchObject({
      operationId: 'postAuthLogin',
      security: [],
      requestBody: {
        content: {
          'application/json': { schema: { required: ['email', 'password'], additionalProperties: false } },
        },
      },
      responses: { 200: { content: { 'application/json': { schema: { properties: { user: {} } } } } } },
    })
  })
})
