import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener, type EventHandler, type RouterMethod } from 'h3'
import { findEndpointFiles } from '../../server/http/endpoints-module.ts'
import handleError from '../../server/http/error-handler.ts'
import { answerHead } from '../../server/http/answer-head.ts'
import { observeRequest } from '../../server/http/observe-request.ts'
import { protectAnswer } from '../../server/http/security-headers.ts'

export interface ServedEndpoints {
  url: string
  stop(): Promise<void>
}

/**
 * The route files whose path begins with one of `prefixes`, served as Nitro routes them, in this process and without a
 * build. `more`: handlers of the test's own, by path.
 */
export async function serveEndpoints(
  prefixes: readonly string[],
  more: Record<string, EventHandler> = {},
): Promise<ServedEndpoints> {
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
  for (const [path, handler] of Object.entries(more)) router.use(path, handler)
  const app = createApp({
    onRequest(event) {
      observeRequest(event)
      protectAnswer(event)
      answerHead(event)
    },
    onError: handleError,
  })
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
