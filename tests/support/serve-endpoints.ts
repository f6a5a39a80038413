import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener, type EventHandler, type RouterMethod } from 'h3'
import { findEndpointFiles } from '../../server/http/endpoints-module.ts'

export interface ServedEndpoints {
  url: string
  stop(): Promise<void>
}

/**
 * The route files whose path begins with one of `prefixes`, served as Nitro routes them, in this process and without a
 * build.
 */
export async function serveEndpoints(prefixes: readonly string[]): Promise<ServedEndpoints> {
  const router = createRouter({ preemptive: true })
  const files = findEndpointFiles().filter(({ path }) => prefixes.some((prefix) => path.startsWith(prefix)))
  for (const { file, method, path } of files) {
    const { default: handler } = (await import(file)) as { default: EventHandler }
    router.use(
      path.replace(/\{(\w+)\}/g, ':$1'),
      handler,
      method === 'all' ? undefined : (method as RouterMethod),
    )
  }
  const app = createApp()
  app.use(router)
  const server = createServer(toNodeListener(app)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
