import { z } from 'zod'
import type { ChangeBus } from '../../changes.ts'

const Relayed = z.union([z.object({ change: z.string() }), z.object({ changesLost: z.literal(true) })])

/**
 * Under `npm start`, which runs one web process and one worker and hands on what each says to the other
 * (scripts/start/processes.mjs).
 */
export class RelayBus implements ChangeBus {
  #listener: ((message: unknown) => void) | undefined

  get isHearing(): boolean {
    return process.connected && this.#listener !== undefined
  }

  publish(message: string): void {
    if (!process.connected) return
    // a channel that closes under it closes with the process that hands it on, which ends all
    process.send?.({ change: message }, undefined, undefined, () => undefined)
  }

  listen(hear: (message: string) => void, lost: () => void): void {
    this.#listener = (message) => {
      const { data } = Relayed.safeParse(message)
      if (!data) return
      if ('change' in data) hear(data.change)
      else lost()
    }
    process.on('message', this.#listener)
    // what is heard is no reason to go on running
    process.channel?.unref()
  }

  async close(): Promise<void> {
    if (this.#listener) process.off('message', this.#listener)
    this.#listener = undefined
  }
}
