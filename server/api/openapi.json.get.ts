// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- a virtual module has no file to import types from, and the check of the pages meets this route without the declaration
/// <reference path="../http/endpoints.d.ts" />
import { z } from 'zod'
import { endpoints } from '#clipway/endpoints'
import { defineEndpoint } from '../http/define-endpoint.ts'
import { buildOpenApi } from '../http/open-api.ts'

let document: Promise<ReturnType<typeof buildOpenApi>> | undefined

export default defineEndpoint({
  summary: 'This document: the API in OpenAPI 3.1.',
  actor: 'guest',
  rate: 'read',
  response: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
  run: () => (document ??= build()),
})

async function build() {
  const routes = endpoints.map(async ({ method, path, load }) => ({
    method,
    path,
    endpoint: (await load()).default.endpoint,
  }))
  return buildOpenApi(await Promise.all(routes))
}
