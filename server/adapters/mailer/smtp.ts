import { createTransport } from 'nodemailer'
import type { AppError } from '../../errors.ts'
import { Unavailable, Unprocessable } from '../../errors.ts'
import type { Mail, Mailer } from './port.ts'
import { toMessage } from './to-message.ts'

const CONNECT_MS = 10_000
const IDLE_MS = 20_000

/** Mails through an SMTP server. A send that returns was accepted by it; what happens after that nobody here can know. */
export class SmtpMailer implements Mailer {
  readonly kind = 'smtp'
  private readonly from: string
  private readonly transport: ReturnType<typeof smtpTransport>

  /** @param url `smtps://user:password@host:465`; `smtp://host:587?requireTLS=true` never falls back to plain text */
  constructor(url: string, from: string, timeouts = { connectMs: CONNECT_MS, idleMs: IDLE_MS }) {
    this.from = from
    this.transport = smtpTransport(url, timeouts)
  }

  async send(mail: Mail): Promise<void> {
    const message = toMessage(mail, this.from)
    try {
      await this.transport.sendMail(message)
    } catch (error) {
      throw translateSmtpError(error)
    }
  }

  async close(): Promise<void> {
    this.transport.close()
  }
}

function smtpTransport(url: string, timeouts: { connectMs: number; idleMs: number }) {
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
