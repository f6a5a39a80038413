import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { connectRedis } from '../live-cache/redis-connection.ts'
import type { ChangeBus } from '../../changes.ts'

/** A connection that is cut without a word is noticed by the answer that does not come. */
const HEARTBEAT_MS = 1_000
const LOST = 'lost'

/** Over Redis' publish and subscribe, for any number of processes on any number of machines. */
export class RedisBus implements ChangeBus {
  readonly #sender = randomUUID()
  readonly #channel: string
  readonly #publisher: Redis
  readonly #subscriber: Redis
  readonly #heartbeat: NodeJS.Timeout
  #isSubscribed = false
  #owesLoss = false
  #lost = () => {}

  constructor(url: string) {
    this.#publisher = connectRedis(url)
    this.#subscriber = connectRedis(url)
    // what is published is heard in all databases of a Redis
    this.#channel = `clipway:changes:${this.#publisher.options.db ?? 0}`
    this.#subscriber.on('close', () => this.#goDeaf())
    this.#subscriber.on('ready', () => void this.#subscribe())
    this.#publisher.on('ready', () => this.#payLoss())
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS).unref()
  }

  get isHearing(): boolean {
    return this.#isSubscribed
  }

  publish(message: string): void {
    this.#publisher.publish(this.#channel, `${this.#sender} ${message}`).catch(() => {
      this.#owesLoss = true
    })
  }

  listen(hear: (message: string) => void, lost: () => void): void {
    this.#lost = lost
    this.#subscriber.on('message', (_channel, text) => {
      const [sender, message] = splitOnce(text)
      if (sender === this.#sender) return
      if (message === LOST) lost()
      else hear(message)
    })
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat)
    this.#isSubscribed = false
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#subscriber.subscribe(this.#channel)
      // what others said before was not heard
      this.#lost()
      this.#isSubscribed = true
    } catch {
      this.#goDeaf()
    }
  }

  #goDeaf(): void {
    if (!this.#isSubscribed) return
    this.#isSubscribed = false
    this.#lost()
  }

  /** What others did not hear while this connection was away. */
  #payLoss(): void {
    if (!this.#owesLoss) return
    this.#owesLoss = false
    this.publish(LOST)
  }

  async #beat(): Promise<void> {
    if (this.#owesLoss && this.#publisher.status === 'ready') this.#payLoss()
    if (!this.#isSubscribed) {
      if (this.#subscriber.status === 'ready') await this.#subscribe()
      return
    }
    await this.#subscriber.ping().catch(() => this.#goDeaf())
  }
}

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(' ')
  return [text.slice(0, space), text.slice(space + 1)]
}
