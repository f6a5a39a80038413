import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

interface ReceivedMail {
  from: string
  to: string[]
  /** As it came over the wire, dots unstuffed. */
  raw: string
}

/** What the server does with the next mails. */
type SmtpMode =
  | 'accept'
  /** 550 for the recipient: final. */
  | 'refuse-recipient'
  /** 451 after the data: try later. */
  | 'defer'
  /** Cuts the connection in the middle of the data. */
  | 'cut'

export interface TestSmtp {
  /** For SMTP_URL. */
  url: string
  mails: ReceivedMail[]
  mode: SmtpMode
  stop(): Promise<void>
}

/** A real SMTP server in this process, on a free port, without TLS. */
export async function startSmtp(): Promise<TestSmtp> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => done(smtp.mode === 'refuse-recipient' ? reply(550) : null),
    onData: (stream, session, done) => {
      if (smtp.mode === 'cut') {
        stream.once('data', () => cutConnections())
        stream.resume()
        return
      }
      void buffer(stream).then((bytes) => {
        if (smtp.mode === 'defer') return done(reply(451))
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map((recipient) => recipient.address)
        smtp.mails.push({ from: mailFrom ? mailFrom.address : '', to, raw: bytes.toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  const cutConnections = () => {
    for (const connection of server.connections) connection._socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const smtp: TestSmtp = {
    url: `smtp://127.0.0.1:${port}`,
    mails: [],
    mode: 'accept',
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return smtp
}

/** Takes connections and says nothing. */
export async function startSilentServer(): Promise<{ url: string; stop(): void }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function reply(responseCode: number): Error {
  return Object.assign(new Error('not today'), { responseCode })
}
