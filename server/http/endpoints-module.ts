import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const serverDir = fileURLToPath(new URL('..', import.meta.url))

/** One route file: what Nitro serves from it. */
export interface EndpointFile {
  file: string
  method: string
  /** As in OpenAPI: `/api/videos/{id}`. */
  path: string
}

/** Every route file below server/api and server/routes, by Nitro's file-name rules, in path order. */
export function findEndpointFiles(): EndpointFile[] {
  return ['api', 'routes']
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: serverDir }))
    .map((file) => ({ file: join(serverDir, file), ...routeOf(file) }))
    .sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
}

/** Source of the virtual module `#clipway/endpoints`: the list that OpenAPI is generated from. */
export function endpointsModule(): string {
  const entries = findEndpointFiles().map(
    ({ file, method, path }) =>
      `{ method: ${JSON.stringify(method)}, path: ${JSON.stringify(path)}, load: () => import(${JSON.stringify(file)}) }`,
  )
  return `export const endpoints = [\n${entries.join(',\n')}\n]`
}

function routeOf(file: string): { method: string; path: string } {
  const name = relative('.', file)
    .replace(/^api\//, '/api/')
    .replace(/^routes\//, '/')
    .replace(/\.ts$/, '')
  const method = /\.(get|post|put|patch|delete|head|options)$/.exec(name)?.[1] ?? 'all'
  const path = name
    .replace(/\.(get|post|put|patch|delete|head|options)$/, '')
    .replace(/\/index$/, '')
    .replace(/\[\.\.\.(\w*)\]/g, '{$1}')
    .replace(/\[(\w+)\]/g, '{$1}')
  return { method, path: path || '/' }
}
