import { enter, type TestPerson } from './accounts.ts'
import { BrowserClient } from './browser-client.ts'

/** Somebody signed up and logged in, with their id. */
export async function somebody(
  url: string,
  dataDir: string,
): Promise<{ client: BrowserClient; person: TestPerson; id: string }> {
  const client = new BrowserClient(url)
  const person = await enter(client, dataDir)
  const { id } = (await client.get('/api/me')).json as { id: string }
  return { client, person, id }
}
