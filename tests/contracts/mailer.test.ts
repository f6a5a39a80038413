import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutboxMailer } from '#server/adapters/mailer/outbox'
import type { Mailer } from '#server/adapters/mailer/port'
import { SmtpMailer } from '#server/adapters/mailer/smtp'
import { InvalidInput, Unavailable, Unprocessable } from '#server/errors'
import { freePorts } from '../support/free-port.ts'
import { runOnSmallDisk } from '../support/small-disk.ts'
import { startSilentServer, startSmtp, type TestSmtp } from '../support/smtp.ts'
import { makeTempDir } from '../support/temp-dir.ts'

const FROM = 'Clipway <no-reply@clips.example>'
const mail = { to: 'ada@example.com', subject: 'Your code', text: 'Your code is 123456.\n' }

let smtp: TestSmtp
let folder: Awaited<ReturnType<typeof makeTempDir>>
beforeAll(async () => {
  smtp = await startSmtp()
  folder = await makeTempDir('mail')
})
afterAll(async () => {
  await smtp?.stop()
  await folder?.remove()
})

let runs = 0
let outbox: string
async function readOutbox(): Promise<string[]> {
  const names = (await readdir(outbox).catch(() => [])).sort()
  return Promise.all(names.map((name) => readFile(`${outbox}/${name}`, 'utf8')))
}

interface Engine {
  name: string
  open(): Mailer
  /** Every mail taken over, oldest first. */
  received(): Promise<string[]>
}
const engines: Engine[] = [
  { name: 'outbox', open: () => new OutboxMailer(outbox, FROM), received: readOutbox },
  {
    name: 'smtp',
    open: () => new SmtpMailer(smtp.url, FROM),
    received: async () => smtp.mails.map((received) => received.raw),
  },
]

describe.each(engines)('mailer by $name', ({ open, received }) => {
  let mailer: Mailer
  beforeEach(() => {
    outbox = `${folder.path}/${(runs += 1)}`
    smtp.mails.length = 0
    smtp.mode = 'accept'
    mailer = open()
  })
  afterEach(() => mailer.close())

  it('hands over a whole RFC 5322 mail', async () => {
    await mailer.send(mail)
    const [raw] = await received()
    const [head = '', body = ''] = raw!.split(/\r\n\r\n(.*)/s)
    expect(raw).not.toMatch(/[^\r]\n/)
    for (const line of head.split('\r\n')) expect(line).toMatch(/^([A-Za-z-]+: |[ \t])/)
    expect(head).toContain('From: Clipway <no-reply@clips.example>')
    expect(head).toContain('To: ada@example.com')
    expect(head).toContain('Subject: Your code')
    expect(head).toMatch(/^Message-ID: <[^<>\s]+>$/m)
    expect(Date.parse(/^Date: (.*)$/m.exec(head)![1]!)).toBeGreaterThan(Date.now() - 5_000)
    expect(body).toContain('Your code is 123456.')
  })

  it('keeps letters of every script', async () => {
    await mailer.send({ ...mail, subject: 'Zażółć gęślą jaźń', text: 'Grüße, 你好 🙂' })
    const [raw] = await received()
    // RFC 2047 words in the head, RFC 2045 transfer encoding in the body: bytes beyond ASCII nowhere
    expect(raw).toMatch(/^Subject: =\?UTF-8\?/m)
    // eslint-disable-next-line no-control-regex
    expect(raw).toMatch(/^[\u0000-\u007f]*$/)
    expect(decodeBody(raw!)).toContain('Grüße, 你好 🙂')
  })

  it('lets no text become a header or a second mail', async () => {
    const text = 'hello\r\n.\r\nMAIL FROM:<evil@example.com>\r\n\r\nBcc: evil@example.com\n\n.hidden'
    await mailer.send({ ...mail, text })
    const all = await received()
    expect(all).toHaveLength(1)
    const [head = ''] = all[0]!.split('\r\n\r\n')
    expect(head).not.toContain('evil')
    expect(decodeBody(all[0]!)).toContain('.hidden')
  })

  const hostileAddresses = [
    'ada@example.com\r\nBcc: evil@example.com',
    'ada@example.com, evil@example.com',
    'ada@example.com(x)evil@example.net',
    '"ada@example.com"@evil.example',
    'Ada <ada@example.com>',
    'ada@example.com>\r\nRCPT TO:<evil@example.com',
    'ada@[127.0.0.1]',
    'ada',
    '',
    `${'a'.repeat(300)}@example.com`,
    'ada@exa\u0000mple.com',
  ]
  it.each(hostileAddresses)('refuses the address %j', async (to) => {
    await expect(mailer.send({ ...mail, to })).rejects.toBeInstanceOf(InvalidInput)
    expect(await received()).toEqual([])
  })

  it.each(['x\r\nBcc: evil@example.com', 'x\ny', 'x\u0000', 'x'.repeat(1_000)])(
    'refuses the subject %j',
    async (subject) => {
      await expect(mailer.send({ ...mail, subject })).rejects.toBeInstanceOf(InvalidInput)
      expect(await received()).toEqual([])
    },
  )

  it('sends many at once, each once and to its own address', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `user${index}@example.com`)
    await Promise.all(names.map((to) => mailer.send({ ...mail, to })))
    const recipients = (await received()).map((raw) => /^To: (.*)$/m.exec(raw)![1]!.trim())
    expect(recipients.sort()).toEqual([...names].sort())
  })
})

describe('the outbox folder', () => {
  beforeEach(() => {
    outbox = `${folder.path}/${(runs += 1)}`
  })

  it('sorts by name with the newest last, also within a millisecond and when the clock is set back', async () => {
    const mailer = new OutboxMailer(outbox, FROM)
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
    for (let index = 0; index < 30; index += 1) {
      if (index === 10) vi.setSystemTime(1_800_000_000_500)
      if (index === 20) vi.setSystemTime(1_799_999_000_000)
      await mailer.send({ ...mail, subject: `number ${index}.` })
    }
    vi.useRealTimers()
    const subjects = (await readOutbox()).map((raw) => /number (\d+)\./.exec(raw)![1])
    expect(subjects).toEqual(Array.from({ length: 30 }, (_, index) => String(index)))
  })

  it('is for its owner alone, and holds .eml files alone', async () => {
    await new OutboxMailer(outbox, FROM).send(mail)
    const names = await readdir(outbox)
    expect(names).toHaveLength(1)
    expect(names[0]).toMatch(/\.eml$/)
    expect((await stat(outbox)).mode & 0o777).toBe(0o700)
    expect((await stat(`${outbox}/${names[0]}`)).mode & 0o777).toBe(0o600)
  })

  it('shows no half mail, and keeps every one that was acknowledged, when its process is killed', async () => {
    const child = fork(fileURLToPath(new URL('../support/mail-process.ts', import.meta.url)), [outbox, FROM])
    let acknowledged = 0
    child.on('message', () => (acknowledged += 1))
    await expect.poll(() => acknowledged, { timeout: 10_000 }).toBeGreaterThan(20)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const visible = (await readdir(outbox)).filter((name) => name.endsWith('.eml') && !name.startsWith('.'))
    expect(visible.length).toBeGreaterThanOrEqual(acknowledged)
    for (const name of visible) expect(await readFile(`${outbox}/${name}`, 'utf8')).toContain('the end\r\n')
  })

  it('says so when the disk is full, and leaves no half mail', async () => {
    const answer = await runOnSmallDisk('fill-with-mails', `${folder.path}/disk`, outbox)
    expect(answer).toEqual({ error: 'insufficient_storage', files: ['.eml'] })
  })

  it('says so when it cannot be written to', async () => {
    await writeFile(outbox, 'a file where the folder should be')
    await expect(new OutboxMailer(outbox, FROM).send(mail)).rejects.toThrow()
  })
})

describe('an SMTP server that does not take the mail', () => {
  const timeouts = { connectMs: 500, idleMs: 500 }
  beforeEach(() => {
    smtp.mails.length = 0
  })
  afterEach(() => {
    smtp.mode = 'accept'
  })

  it.each([
    ['refuse-recipient', Unprocessable],
    ['defer', Unavailable],
    ['cut', Unavailable],
  ] as const)('%s: says whether trying again is of use', async (mode, expected) => {
    smtp.mode = mode
    const mailer = new SmtpMailer(smtp.url, FROM, timeouts)
    await expect(mailer.send(mail)).rejects.toBeInstanceOf(expected)
    smtp.mode = 'accept'
    await mailer.send(mail)
    expect(smtp.mails).toHaveLength(1)
    await mailer.close()
  })

  it('is not waited for when it is silent or not there', async () => {
    const silent = await startSilentServer()
    const [closedPort] = await freePorts(1)
    for (const url of [silent.url, `smtp://127.0.0.1:${closedPort}`]) {
      const began = performance.now()
      await expect(new SmtpMailer(url, FROM, timeouts).send(mail)).rejects.toBeInstanceOf(Unavailable)
      expect(performance.now() - began).toBeLessThan(2_000)
    }
    silent.stop()
  })

  it('is told the bare address in the envelope', async () => {
    const mailer = new SmtpMailer(smtp.url, FROM)
    await mailer.send(mail)
    expect(smtp.mails[0]).toMatchObject({ from: 'no-reply@clips.example', to: ['ada@example.com'] })
    await mailer.close()
  })
})

function decodeBody(raw: string): string {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s)
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1]
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
