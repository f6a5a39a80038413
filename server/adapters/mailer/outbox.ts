import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { writeNewFile } from '../disk/write-new-file.ts'
import type { Mail, Mailer } from './port.ts'
import { toMessage } from './to-message.ts'

/**
 * Mails as files in a private folder, one RFC 5322 `.eml` each, for installs without a mail server: the dashboard shows
 * them. Sorted by name, the newest is last.
 */
export class OutboxMailer implements Mailer {
  readonly kind = 'outbox'
  private readonly folder: string
  private readonly from: string
  private composer: ReturnType<typeof openComposer> | undefined
  private lastMs = 0
  private sameMs = 0

  constructor(folder: string, from: string) {
    this.folder = folder
    this.from = from
  }

  async send(mail: Mail): Promise<void> {
    const message = toMessage(mail, this.from)
    const name = this.nextName()
    const composer = await (this.composer ??= openComposer())
    const { message: bytes } = await composer.sendMail(message)
    await writeNewFile(join(this.folder, name), bytes as Buffer)
  }

  async close(): Promise<void> {
    const composer = await this.composer
    composer?.close()
  }

  /** `20261121T205406123Z-0001-9f86d081.eml`; within this process never before an earlier one, even if the clock is set back. */
  private nextName(): string {
    const ms = Math.max(Date.now(), this.lastMs)
    this.sameMs = ms === this.lastMs ? this.sameMs + 1 : 0
    this.lastMs = ms
    const time = new Date(ms).toISOString().replace(/[-:.]/g, '')
    return `${time}-${String(this.sameMs).padStart(4, '0')}-${randomBytes(4).toString('hex')}.eml`
  }
}

/** Loaded with the first mail: until then it would only take memory. */
async function openComposer() {
  const { createTransport } = await import('nodemailer')
  return createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
}
