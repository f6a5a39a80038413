import type { BrowserClient } from './browser-client.ts'
import { readCode } from './outbox.ts'

export interface TestPerson {
  firstName: string
  lastName: string
  username: string
  email: string
  password: string
  birthDate: string
}

let count = 0

/** Somebody whom nobody has met yet. */
export function newPerson(overrides: Partial<TestPerson> = {}): TestPerson {
  const username = `person-${process.pid}-${++count}`
  return {
    firstName: 'Maria',
    lastName: 'Silva',
    username,
    email: `${username}@example.org`,
    password: 'correct horse battery',
    birthDate: '1990-05-17',
    ...overrides,
  }
}

/** Signs somebody up over HTTP and confirms the address; the client is logged in afterwards. */
export async function enter(
  client: BrowserClient,
  dataDir: string,
  person = newPerson(),
): Promise<TestPerson> {
  const begun = await client.post('/api/auth/signup', person)
  if (begun.status !== 202) throw new Error(`sign-up answered ${begun.status}: ${begun.text}`)
  const code = await readCode(dataDir, person.email)
  const verified = await client.post('/api/auth/verify', { email: person.email, code })
  if (verified.status !== 200) throw new Error(`verify answered ${verified.status}: ${verified.text}`)
  return person
}
