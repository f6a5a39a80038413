import { randomBytes } from 'node:crypto'
import type { H3Event } from 'h3'
import { config } from '../config.ts'
import { clientOf } from './client.ts'
import { contentSecurityPolicy, DOCUMENTLESS_POLICY } from './content-security-policy.ts'
import { isEmbedPage } from './embed-page.ts'
import { isProgramPath } from './program-paths.ts'

/** Nothing of a device but what the player uses. */
const PERMISSIONS =
  'autoplay=(self), fullscreen=(self), picture-in-picture=(self), camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), serial=(), midi=(), browsing-topics=()'

const COMMON: readonly [string, string][] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
]

/** Knows no "everybody": a page that any site may show goes without it, and says so by frame-ancestors. */
const NO_FRAME = 'x-frame-options'

/** What a browser asks of an answer that it shows by itself; a script has no use for them, and a page has many scripts. */
const DOCUMENT: readonly [string, string][] = [
  [NO_FRAME, 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['origin-agent-cluster', '?1'],
  ['permissions-policy', PERMISSIONS],
]
const BUILT_PART = /^\/_nuxt\/[\w./-]+\.(?:js|css|woff2)$/

/** For every answer; pages get their policy when they are rendered. */
export function protectAnswer(event: H3Event): void {
  const response = event.node.res
  const headers = BUILT_PART.test(event.path) ? COMMON : [...COMMON, ...DOCUMENT]
  for (const [name, value] of headers) response.setHeader(name, value)
  if (isEmbedPage(event.path)) response.removeHeader(NO_FRAME)
  // not on scripts: a worker lives under the policy that its own file came with
  if (isProgramPath(event.path)) response.setHeader('content-security-policy', DOCUMENTLESS_POLICY)
  // over plain http the header means nothing, and a laptop's localhost would be locked to https by it
  if (clientOf(event).isSecure)
    response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

interface RenderedHtml {
  head: string[]
  bodyPrepend: string[]
  bodyAppend: string[]
}

/** One nonce a page, on what the framework itself puts in; the body, where people's words are, gets none. */
export function protectPage(html: RenderedHtml, event: H3Event): void {
  const nonce = randomBytes(16).toString('base64')
  for (const part of ['head', 'bodyPrepend', 'bodyAppend'] as const)
    html[part] = html[part].map((chunk) => chunk.replaceAll(/<(script|link)\b/g, `<$1 nonce="${nonce}"`))
  const { s3 } = config()
  const mediaOrigin = s3?.redirects ? new URL(s3.endpoint).origin : undefined
  const isEmbed = isEmbedPage(event.path)
  // not even the language is kept: another site's visitors have not asked us for anything
  if (isEmbed) event.node.res.removeHeader('set-cookie')
  const policy = contentSecurityPolicy({
    nonce,
    mediaOrigin,
    isEmbed,
    isSecure: clientOf(event).isSecure,
  })
  event.node.res.setHeader('content-security-policy', policy)
}
