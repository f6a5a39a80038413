export interface Mail {
  to: string
  subject: string
  /** Plain text; every mail can be read without HTML. */
  text: string
  /** The same as a page, for mail programs that show one. */
  html?: string
}

/** A returned send means that the mail was taken over durably: written to the outbox, or accepted by the SMTP server. */
export interface Mailer {
  readonly kind: 'outbox' | 'smtp'
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
