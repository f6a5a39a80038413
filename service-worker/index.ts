import { ExpirationPlugin } from 'workbox-expiration'
import { registerRoute, setCatchHandler } from 'workbox-routing'
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies'
import { keepPublicOnly } from './keep-public-only'
import { isShortRange, rangeAsKey } from './range-as-key'

/** What this needs of ServiceWorkerGlobalScope, whose types do not go together with those of a page. */
interface Scope {
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
interface ExtendableEvent {
  waitUntil(work: Promise<unknown>): void
}

const scope = globalThis as unknown as Scope
const DAY_SECONDS = 24 * 60 * 60
const OFFLINE_PAGE = '/offline.html'
const OFFLINE_FILES = [OFFLINE_PAGE, '/offline.js', '/favicon.svg']

scope.addEventListener('install', (event) => {
  event.waitUntil(caches.open('offline').then((cache) => cache.addAll(OFFLINE_FILES)))
  // scripts are named by what is in them, so pages of before and after go together
  void scope.skipWaiting()
})
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_nuxt/'),
  new CacheFirst({
    cacheName: 'scripts',
    plugins: [
      new ExpirationPlugin({ maxEntries: 400, maxAgeSeconds: 60 * DAY_SECONDS, purgeOnQuotaError: true }),
    ],
  }),
)

/** The feed as it last was: without a network it opens, and plays the beginnings that are kept. */
registerRoute(
  ({ request, url }) => request.mode === 'navigate' && url.pathname === '/' && url.search === '',
  new NetworkFirst({
    cacheName: 'shell',
    plugins: [new ExpirationPlugin({ maxEntries: 1, maxAgeSeconds: 7 * DAY_SECONDS })],
  }),
)
registerRoute(({ request }) => request.mode === 'navigate', new NetworkOnly())

registerRoute(
  ({ request, url, sameOrigin }) =>
    sameOrigin && url.pathname.startsWith('/cdn/') && url.pathname.endsWith('/pack') && isShortRange(request),
  new CacheFirst({
    cacheName: 'segments',
    plugins: [
      rangeAsKey,
      new ExpirationPlugin({ maxEntries: 80, maxAgeSeconds: 7 * DAY_SECONDS, purgeOnQuotaError: true }),
    ],
  }),
)
registerRoute(
  ({ request, url, sameOrigin }) =>
    sameOrigin && request.destination === 'image' && url.pathname.startsWith('/cdn/'),
  new CacheFirst({
    cacheName: 'pictures',
    plugins: [
      keepPublicOnly,
      new ExpirationPlugin({ maxEntries: 200, maxAgeSeconds: 7 * DAY_SECONDS, purgeOnQuotaError: true }),
    ],
  }),
)

setCatchHandler(async ({ request }) => {
  const page = request.mode === 'navigate' ? await caches.match(OFFLINE_PAGE) : undefined
  return page ?? Response.error()
})
