import type { IncomingMessage } from 'node:http'
import type { Reply } from './reply.ts'

/** Proxies cut connections that say nothing for a minute or so. */
const HEARTBEAT_MS = 15_000
/** A browser that lost the stream comes back after this. */
const RETRY_MS = 2_000
/** A reader that leaves this many bytes unread is gone, or hostile. */
const MAX_UNREAD_BYTES = 64 * 1024

export interface EventStream {
  /** Sends one event with JSON data. */
  send(event: string, data: unknown): void
  close(): void
}

const streams = new Set<EventStream>()

export function acceptsEventStream(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes('text/event-stream')
}

/**
 * Answers with server-sent events (HTML standard, 9.2) until the client goes, `close` is called or the server stops.
 * `start` is given the stream and gives back what ends its work.
 */
export function streamEvents({ response }: Reply['raw'], start: (stream: EventStream) => () => void): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-accel-buffering': 'no',
  })
  const write = (text: string) => {
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
    else if (!response.writableEnded) response.write(text)
  }
  write(`retry: ${RETRY_MS}\n\n`)
  const stream = {
    send: (event: string, data: unknown) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close: () => void response.end(),
  }
  const heartbeat = setInterval(() => write(':\n\n'), HEARTBEAT_MS).unref()
  const stop = start(stream)
  streams.add(stream)
  response.once('close', () => {
    clearInterval(heartbeat)
    streams.delete(stream)
    stop()
  })
}

/** For shutdown: an open stream would otherwise hold the server up until its patience ends. */
export function closeEventStreams(): void {
  for (const stream of streams) stream.close()
}
