import { config } from '../../config.ts'
import { OutboxMailer } from './outbox.ts'
import type { Mailer } from './port.ts'
import { SmtpMailer } from './smtp.ts'

let current: Mailer | undefined

/** Through the server of `SMTP_URL` where it is set, else into the outbox folder below the data folder. */
export function getMailer(): Mailer {
  return (current ??= openMailer())
}

export async function closeMailer(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.close()
}

function openMailer(): Mailer {
  const { mail, paths } = config()
  return mail.smtpUrl ? new SmtpMailer(mail.smtpUrl, mail.from) : new OutboxMailer(paths.outbox, mail.from)
}
