import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { denial } from './denied-commands.ts'
import type { MessageEngine } from './engine-client.ts'
import { readMessages, replyHeader, type Reply } from './wire-message.ts'

export interface EngineServer {
  /** Ends every connection; commands that run are finished by the engine's own close. */
  close(): void
}

/** Serves the engine's wire protocol on a unix socket. A socket file left by a killed host is replaced. */
export async function serveEngine(engine: MessageEngine, path: string): Promise<EngineServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // a broken connection ends by itself; so does one that does not speak the protocol
    socket.on('error', () => socket.destroy())
    answerMessages(engine, socket).catch(() => socket.destroy())
  })
  rmSync(path, { force: true })
  await listen(server, path)
  chmodSync(path, 0o600)
  return {
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path)
  await once(server, 'listening')
}

/** One after another, as a connection's replies come in the order of its requests; the next is read only then. */
async function answerMessages(engine: MessageEngine, socket: Socket): Promise<void> {
  let requestId = 0
  for await (const message of readMessages(socket)) {
    const reply = denial(message) ?? (await ask(engine, message))
    if (!reply || socket.destroyed) continue
    socket.cork()
    socket.write(replyHeader(reply, ++requestId))
    const hasRoom = socket.write(reply.document)
    socket.uncork()
    if (!hasRoom) await once(socket, 'drain')
  }
}

/** Null when the sender wants no answer. */
async function ask(engine: MessageEngine, message: Buffer): Promise<Reply | null> {
  const { requestId, moreToCome, legacy, response } = await engine.roundTrip(message)
  return moreToCome ? null : { replyTo: requestId, isLegacy: legacy, document: response }
}
