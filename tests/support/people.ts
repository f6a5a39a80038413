import { Types } from 'mongoose'
import type { Role } from '#shared/accounts'
import { User } from '../../server/accounts/user.model.ts'
import { BrowserClient, type Answer } from './browser-client.ts'
import { makeAccount } from './token.ts'

export interface TestMember {
  userId: string
  username: string
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown): Promise<Answer>
  put(path: string, body?: unknown): Promise<Answer>
  patch(path: string, body?: unknown): Promise<Answer>
  delete(path: string, body?: unknown): Promise<Answer>
}

/** Somebody with an account, a profile and a token, who calls the API at `url`. */
export async function makeMember(url: string, role: Role = 'viewer'): Promise<TestMember> {
  const { userId, token } = await makeAccount(role)
  const username = `user-${userId}`.slice(0, 29)
  await User.create({
    _id: new Types.ObjectId(userId),
    firstName: 'Maria',
    lastName: userId.slice(-4),
    username,
    email: `${userId}@example.org`,
    registrationDate: new Date(),
    bio: 'Likes bees.',
  })
  const client = new BrowserClient(url)
  const send = (method: string) => (path: string, body?: unknown) =>
    client.send(method, path, body, { authorization: `Bearer ${token}` })
  return {
    userId,
    username,
    get: (path) => send('GET')(path),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
  }
}

/** The second says yes to the first. */
export async function connect(one: TestMember, two: TestMember): Promise<void> {
  const asked = await one.post('/api/relationships', { username: two.username, action: 'request' })
  const answered = await two.patch(`/api/relationships/${asked.json.id}`, { status: 'accepted' })
  if (answered.status !== 200) throw new Error(`connecting answered ${answered.status}: ${answered.text}`)
}
