import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A tuple of that many numbers. */
type Ports<Count extends number, Built extends number[] = []> = Built['length'] extends Count
  ? Built
  : Ports<Count, [number, ...Built]>

/** Ports that nothing on 127.0.0.1 listens on at this moment. */
export async function freePorts<Count extends number>(count: Count): Promise<Ports<Count>> {
  const servers = Array.from({ length: count as number }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports as Ports<Count>
}
