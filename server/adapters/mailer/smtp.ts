import type { AppError } from '../../errors.ts'
import { Unavailable, Unprocessable } from '../../errors.ts'
import type { Mail, Mailer } from './port.ts'
import { toMessage } from './to-message.ts'

const CONNECT_MS = 10_000
const IDLE_MS = 20_000

interface SmtpTimeouts {
  connectMs: number
  idleMs: number
}

/** Mails through an SMTP server. A send that returns was accepted by it; what happens after that nobody here can know. */
export class SmtpMailer implements Mailer {
  readonly kind = 'smtp'
  private readonly from: string
  private readonly url: string
  private readonly timeouts: SmtpTimeouts
  private transport: ReturnType<typeof smtpTransport> | undefined

  /** @param url `smtps://user:password@host:465`; `smtp://host:587?requireTLS=true` never falls back to plain text */
  constructor(
    url: string,
    from: string,
    timeouts: SmtpTimeouts = { connectMs: CONNECT_MS, idleMs: IDLE_MS },
  ) {
    this.from = from
    this.url = url
    this.timeouts = timeouts
  }

  async send(mail: Mail): Promise<void> {
    const message = toMessage(mail, this.from)
    const transport = await (this.transport ??= smtpTransport(this.url, this.timeouts))
    try {
      await transport.sendMail(message)
    } catch (error) {
      throw translateSmtpError(error)
    }
  }

  async close(): Promise<void> {
    const transport = await this.transport
    transport?.close()
  }
}

/** Loaded with the first mail: until then it would only take memory. */
async function smtpTransport(url: string, timeouts: SmtpTimeouts) {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    dnsTimeout: timeouts.connectMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.idleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** 5xx about this very mail is final (RFC 5321, 4.2.1); everything else may pass. */
function translateSmtpError(error: unknown): AppError {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const isFinal = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH'
  if (isFinal) return new Unprocessable('The mail server refuses to send to this address.', { cause: error })
  return new Unavailable('Mail cannot be sent at the moment. Try again in a few minutes.', { cause: error })
}
