import { setTimeout as sleep } from 'node:timers/promises'
import { enter } from './accounts.ts'
import { BrowserClient } from './browser-client.ts'

/** Signs somebody up as a person would and gives them a token; tried again while the app is still coming up. */
export async function signIn(url: string, dataDir: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const client = new BrowserClient(url)
      await enter(client, dataDir)
      const answer = await client.post('/api/me/tokens', { name: 'test', scopes: ['read', 'write'] })
      if (answer.status !== 201)
        throw new Error(`the token was answered with ${answer.status}: ${answer.text}`)
      return (answer.json as { token: string }).token
    } catch (error) {
      if (attempt === 5) throw error
      await sleep(500)
    }
  }
}
