import { Types } from 'mongoose'
import { onScopeChange } from '../../relationships/scope-changes.ts'
import { logger } from '../../logger.ts'
import { onVideoChange } from '../../videos/video-changes.ts'
import { EngineCall } from './engine-call.model.ts'

/** From now on the engine, in whatever process it is, hears of what changes in this one; each process calls for its own. */
export function callEngineOnChanges(): void {
  onScopeChange((userIds, origin) => {
    if (origin === 'here') call(userIds.map((id) => ({ userId: new Types.ObjectId(id) })))
  })
  onVideoChange(({ videoId }, origin) => {
    if (origin === 'here') call([{ videoId: new Types.ObjectId(videoId) }])
  })
}

/** A call that is lost is no harm: the feed checks what it shows, and the next refresh or walk finds the same. */
function call(rows: { userId?: Types.ObjectId; videoId?: Types.ObjectId }[]): void {
  EngineCall.insertMany(rows).catch((error: unknown) => logger.debug({ error }, 'the engine was not called'))
}
