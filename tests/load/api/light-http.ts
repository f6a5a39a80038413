import { connect, type Socket } from 'node:net'
import type { OperationRequest } from './workload.ts'

interface Connection {
  /** The status; 0 where the connection broke. */
  ask(head: string): Promise<number>
}

export interface LightHttp {
  ask(request: OperationRequest): Promise<number>
  close(): void
}

const HEAD_END = '\r\n\r\n'
const LAST_CHUNK = `\r\n0${HEAD_END}`

/**
 * As much of HTTP/1.1 as it takes to know the status and that the whole answer has come (RFC 9112, section 6): whoever
 * asks a thousand times a second shares the machine with the server, and node:http takes as long as the server does.
 * Connections are kept, and the one used last is used next.
 */
export function lightHttp(url: string, patienceMs: number): LightHttp {
  const { hostname, port, host } = new URL(url)
  const free: Connection[] = []
  const sockets = new Set<Socket>()

  function open(): Connection {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    sockets.add(socket)
    let answered: ((status: number) => void) | null = null
    let reading = newReading()
    const end = (status: number) => {
      const resolve = answered
      answered = null
      reading = newReading()
      resolve?.(status)
    }
    const connection: Connection = {
      ask: (head) =>
        new Promise((resolve) => {
          answered = resolve
          socket.setTimeout(patienceMs)
          socket.write(head)
        }),
    }
    socket.on('data', (data: Buffer) => {
      if (!reading.take(data)) return
      socket.setTimeout(0)
      free.push(connection)
      end(reading.status)
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      const place = free.indexOf(connection)
      if (place >= 0) free.splice(place, 1)
      end(0)
    })
    return connection
  }

  return {
    ask: ({ method, path, token, body }) => {
      const json = body === undefined ? '' : JSON.stringify(body)
      const type = json && `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n`
      const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${type}\r\n`
      return (free.pop() ?? open()).ask(head + json)
    },
    close: () => sockets.forEach((socket) => socket.destroy()),
  }
}

/** One answer, as its bytes come. `take` says whether all of it is there. */
function newReading() {
  let head = ''
  let left = -1
  let isChunked = false
  // the blank line before the first chunk ends like one
  let tail = '\r\n'
  const reading = {
    status: 0,
    take(data: Buffer): boolean {
      if (left >= 0) return takeBody(data)
      head += data.toString('latin1')
      const end = head.indexOf(HEAD_END)
      if (end < 0) return false
      const fields = head.slice(0, end).toLowerCase()
      reading.status = Number(fields.slice(9, 12))
      isChunked = fields.includes('transfer-encoding: chunked')
      const isEmpty = reading.status === 204 || reading.status === 304
      left = isEmpty ? 0 : Number(/content-length: (\d+)/.exec(fields)?.[1] ?? 0)
      return takeBody(Buffer.from(head.slice(end + HEAD_END.length), 'latin1'))
    },
  }
  return reading

  function takeBody(data: Buffer): boolean {
    if (!isChunked) return (left -= data.length) <= 0
    tail = (tail + data.toString('latin1', Math.max(0, data.length - 7))).slice(-7)
    return tail === LAST_CHUNK
  }
}
