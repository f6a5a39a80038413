import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { lightHttp, type LightHttp } from '../../load/api/light-http.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function served(listener: RequestListener, patienceMs = 2000): Promise<LightHttp> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const http = lightHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, patienceMs)
  closing.push(http.close, () => server.close(), () => server.closeAllConnections()) // prettier-ignore
  return http
}
const get = (path: string) => ({ method: 'GET' as const, path, token: 't' })

describe('the client of the benches', () => {
  it('knows the end of an answer of a known length, of one in chunks, and of one without a body', async () => {
    let connections = 0
    const sockets = new Set<unknown>()
    const http = await served((request, response) => {
      if (!sockets.has(request.socket)) connections++
      sockets.add(request.socket)
      if (request.url === '/none') return response.writeHead(204).end()
      if (request.url === '/known') return response.writeHead(201).end('x'.repeat(200_000))
      response.write('0\r\n\r\n first')
      setTimeout(() => response.end('last 0\r\n\r\n'), 5)
    })
    for (const [path, status] of [['/known', 201], ['/chunks', 200], ['/none', 204], ['/known', 201]] as const) {
      expect(await http.ask(get(path))).toBe(status)
    } // prettier-ignore
    expect(connections).toBe(1)
  })

  it('sends a body whole, with its token', async () => {
    const seen: string[] = []
    const http = await served((request, response) => {
      let text = ''
      request.on('data', (data) => (text += data))
      request.on('end', () => (seen.push(request.headers.authorization!, text), response.end('{}')))
    })
    await http.ask({ method: 'POST', path: '/', token: 'secret', body: { text: 'für alle' } })
    expect(seen).toEqual(['Bearer secret', JSON.stringify({ text: 'für alle' })])
  })

  it('says 0 for a connection that breaks and for an answer that never comes', async () => {
    const http = await served((request) => request.url === '/break' && request.socket.destroy(), 100)
    expect(await http.ask(get('/break'))).toBe(0)
    expect(await http.ask(get('/silent'))).toBe(0)
  })
})
