import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The mails to one address, oldest first. */
export async function readMails(dataDir: string, to: string): Promise<string[]> {
  const folder = join(dataDir, 'outbox')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort()
  const mails = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return mails.filter((mail) => new RegExp(`^To: .*${RegExp.escape(to)}`, 'im').test(mail))
}

/** The six digits of the newest mail to an address; waits a little for it. */
export async function readCode(dataDir: string, to: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const code = /\b\d{6}\b/.exec((await readMails(dataDir, to)).at(-1) ?? '')?.[0]
    if (code) return code
    await sleep(50)
  }
  throw new Error(`no code was mailed to ${to}`)
}
