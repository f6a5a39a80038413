import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** What a client was told: this upload, with these bytes, has arrived. */
const Acknowledgement = z.object({
  token: z.string(),
  uploadId: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  at: z.number(),
})
export type Acknowledgement = z.infer<typeof Acknowledgement>

/** The clients' own record; the checker reads this and the app, and nothing that the test knows otherwise. */
export class Journal {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  acknowledge(token: string, uploadId: string, content: Buffer): void {
    const sha256 = createHash('sha256').update(content).digest('hex')
    const entry = { token, uploadId, sizeBytes: content.length, sha256, at: Date.now() }
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`)
  }

  read(): Acknowledgement[] {
    const lines = readFileSync(this.path, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => Acknowledgement.parse(JSON.parse(line)))
  }
}
