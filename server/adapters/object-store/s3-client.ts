import http from 'node:http'
import https from 'node:https'
import type { Client } from 'minio'
import type { Config } from '../../config.ts'

/** Until the first byte of the answer; completing a large multipart upload may take a server this long. */
const ANSWER_MS = 60_000
/** Between two pieces of a body. Long, because a paused player also pauses the store behind it. */
const BODY_IDLE_MS = 180_000
const MAX_SOCKETS = 64

export type S3Config = NonNullable<Config['s3']>

/** Kept-alive connections to the server. */
export function createS3Agent({ endpoint }: S3Config): http.Agent {
  return new (isSecure(endpoint) ? https : http).Agent({ keepAlive: true, maxSockets: MAX_SOCKETS })
}

/**
 * A client for any S3-compatible server that never waits for ever. Its package is loaded here, and takes no memory where
 * objects are files.
 */
export async function createS3Client(settings: S3Config, agent: http.Agent): Promise<Client> {
  const { Client } = await import('minio')
  const url = new URL(settings.endpoint)
  const isTls = isSecure(settings.endpoint)
  return new Client({
    endPoint: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    useSSL: isTls,
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    region: settings.region,
    transportAgent: agent,
    transport: { request: withTimeouts(isTls ? https.request : http.request) },
    // it would print to the console, and lose the answer's own code; `retryS3` tries again instead
    retryOptions: { disableRetry: true },
  })
}

function isSecure(endpoint: string): boolean {
  return new URL(endpoint).protocol === 'https:'
}

function withTimeouts(request: typeof http.request): typeof http.request {
  const send = (...input: Parameters<typeof http.request>) => {
    const outgoing = request(...input)
    outgoing.setTimeout(ANSWER_MS, () => {
      outgoing.destroy(
        Object.assign(new Error('the object store did not answer in time'), { code: 'ETIMEDOUT' }),
      )
    })
    outgoing.once('response', () => outgoing.setTimeout(BODY_IDLE_MS))
    return outgoing
  }
  return send as typeof http.request
}
