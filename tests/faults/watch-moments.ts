import { setTimeout as sleep } from 'node:timers/promises'
import { UploadPage } from '../../shared/uploads.ts'
import type { Killer } from './killer.ts'

/** Looks at the uploads all the time, so that a kill can hit a finish step or a first rendition just as it begins. */
export function watchMoments(url: string, tokens: string[], killer: Killer): { stop(): Promise<void> } {
  const seen = new Set<string>()
  let isStopped = false

  async function look(token: string): Promise<void> {
    const answer = await fetch(`${url}/api/uploads?limit=5`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.status !== 200) return
    for (const { id, state } of UploadPage.parse(await answer.json()).items) {
      if (state !== 'finishing' && state !== 'done') continue
      if (seen.has(id + state)) continue
      seen.add(id + state)
      killer.moment(state === 'finishing' ? 'while-finishing' : 'while-preparing', 0.4)
    }
  }

  const running = (async () => {
    while (!isStopped) {
      // an app that is being killed does not answer every time
      await Promise.allSettled(tokens.map(look))
      await sleep(80)
    }
  })()
  return {
    async stop() {
      isStopped = true
      await running
    },
  }
}
