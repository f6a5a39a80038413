import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, Gone } from '../../../server/errors.ts'
import { openStoredRange } from '../../../server/tiers/read-stored.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { hashOf, type KnownVideo } from './site.ts'

const PAUSE_MS = 15

/** A viewer who watches all the while, and looks at every byte. */
export class Reader {
  reads = 0
  refused = 0
  wrongBytes = 0
  /** Errors that no viewer may meet. */
  readonly unexpected: string[] = []
  private watched: KnownVideo[] = []
  private isOver = false
  private readonly running: Promise<void>

  constructor() {
    this.running = this.run()
  }

  watch(videos: KnownVideo[]): void {
    this.watched = videos
  }

  async stop(): Promise<void> {
    this.isOver = true
    await this.running
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.isOver; turn++) {
      const video = this.watched[turn % Math.max(1, this.watched.length)]
      if (video) await this.read(video)
      await sleep(PAUSE_MS)
    }
  }

  private async read(known: KnownVideo): Promise<void> {
    const video = await Video.findById(known.id).lean<VideoDocument>()
    if (!video || video.deletedAt) return
    const wanted = { role: 'pack', objectKey: `videos/${known.uuid}`, sizeBytes: known.pack.length } as const
    try {
      const bytes = await buffer(
        await openStoredRange(video, wanted, { start: 0, end: known.pack.length - 1 }),
      )
      this.reads++
      if (hashOf(bytes) !== known.packSha256) this.wrongBytes++
    } catch (error) {
      this.refused++
      const isLeaving = !this.watched.includes(known)
      const isTold = error instanceof Gone || (await this.isGone(known.id))
      if (!isLeaving && !isTold) this.note(error)
    }
  }

  private async isGone(id: string): Promise<boolean> {
    const video = await Video.findById(id).lean<VideoDocument>()
    return !video || Boolean(video.deletedAt) || video.storageStage === 'AWAITING_PUSH'
  }

  private note(error: unknown): void {
    const words = error instanceof AppError ? `${error.code}: ${error.message}` : String(error)
    this.unexpected.push(words)
  }
}
