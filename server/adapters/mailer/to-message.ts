import type { SendMailOptions } from 'nodemailer'
import { Email } from '#shared/accounts'
import { InvalidInput } from '../../errors.ts'
import type { Mail } from './port.ts'

const MAX_SUBJECT_LENGTH = 200
const MAX_TEXT_LENGTH = 100_000
/** A line break in a header would begin a header of the sender's choice. */
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/

/**
 * The one form in which a mail reaches nodemailer: the address as an object, which is not parsed again (text such as
 * `a@good.example(x)b@evil.example` once went to the wrong place), and no access to files or URLs.
 * @throws InvalidInput for an address or subject that no mail may have
 */
export function toMessage(mail: Mail, from: string): SendMailOptions {
  if (!Email.safeParse(mail.to).success) throw new InvalidInput('This is not an e-mail address.')
  if (CONTROL_CHARACTERS.test(mail.subject) || mail.subject.length > MAX_SUBJECT_LENGTH) {
    throw new InvalidInput('This is not a subject that a mail can have.')
  }
  if (mail.text.length + (mail.html ?? '').length > MAX_TEXT_LENGTH)
    throw new InvalidInput('This is too long for a mail.')
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    // RFC 3834: keeps out-of-office robots from answering
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
