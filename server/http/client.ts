import type { IncomingMessage } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { H3Event } from 'h3'
import { config } from '../config.ts'
import { addressGroup, createAddressList, normalizeAddress, type AddressList } from './address.ts'

/** Who is at the other end of the connection, as far as that can be known. */
export interface Client {
  /** The peer's own address, or the one a configured proxy names; empty where there is none (a unix socket). */
  address: string
  /** The address, or the /64 network of an IPv6 one: what one subscriber holds. */
  addressGroup: string
  /** Straight from this machine, with no proxy in between. */
  isLoopback: boolean
  /** The browser speaks https with us or with a configured proxy. */
  isSecure: boolean
  /** Host that the browser asked for, with its port. */
  host: string
  userAgent: string
  requestId: string
}

let trusted: AddressList | undefined

/** The same object for the whole request, and for the fetches that a page's rendering makes of our own routes. */
export function clientOf(event: H3Event): Client {
  const context = event.context as { client?: Client }
  return (context.client ??= outerClient(event.node.req) ?? identify(event.node.req))
}

/** A fetch inside the process comes with the context of the page that makes it; nothing from the network can set it. */
function outerClient(request: IncomingMessage & { __unenv__?: { client?: Client } }): Client | undefined {
  return request.__unenv__?.client
}

function identify(request: IncomingMessage): Client {
  trusted ??= createAddressList(config().trustedProxies)
  const peer = normalizeAddress(request.socket.remoteAddress ?? '')
  const isProxied = trusted.has(peer)
  const address = isProxied ? forwardedFor(request, peer, trusted) : peer
  return {
    address,
    addressGroup: addressGroup(address),
    isLoopback: LOOPBACK.has(address) && (isProxied || !isForwarded(request)),
    isSecure: isProxied
      ? lastOf(request, 'x-forwarded-proto') === 'https'
      : 'encrypted' in request.socket && Boolean(request.socket.encrypted),
    host: (isProxied && lastOf(request, 'x-forwarded-host')) || (request.headers.host ?? ''),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    requestId: (isProxied && givenRequestId(request)) || randomUUID(),
  }
}

const LOOPBACK = createAddressList(['127.0.0.0/8', '::1'])

/**
 * Read from the right: each trusted proxy appended the peer it saw, and what stands left of the first stranger was
 * written by that stranger.
 */
function forwardedFor(request: IncomingMessage, peer: string, proxies: AddressList): string {
  const hops = header(request, 'x-forwarded-for').split(',').map(normalizeAddress).filter(Boolean)
  let address = peer
  while (proxies.has(address) && hops.length > 0) address = hops.pop()!
  return address
}

/** A proxy that nobody configured: its peer is not this machine, whatever the socket says. */
function isForwarded(request: IncomingMessage): boolean {
  return ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => name in request.headers)
}

function givenRequestId(request: IncomingMessage): string | undefined {
  const id = header(request, 'x-request-id')
  return /^[\w.:-]{8,100}$/.test(id) ? id : undefined
}

function lastOf(request: IncomingMessage, name: string): string {
  return header(request, name).split(',').at(-1)!.trim()
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name] ?? ''
  return Array.isArray(value) ? value.join(',') : value
}
