import { Gone } from '../errors.ts'
import { logger } from '../logger.ts'
import { openStoredRange, type StoredVideo, type WantedObject } from '../tiers/read-stored.ts'
import { requestRestore } from '../tiers/request-restore.ts'
import { isAfloat } from '../tiers/stage-edges.ts'
import type { MediaFacts, MediaObject, MediaStored, OpenRange } from './media.ts'

interface Wish {
  video: StoredVideo
  wanted: WantedObject
  facts: MediaFacts
  /** Somebody watches it: below RELIVE it is brought back, while its bytes are given from where they lie. */
  isWatched: boolean
}

/**
 * What of a video sinks, from wherever it lies now.
 * @throws Gone while it awaits a push
 */
export function storedMedia({ video, wanted, facts, isWatched }: Wish): MediaObject | MediaStored {
  const { storageStage } = video
  if (storageStage === 'AWAITING_PUSH') throw awaitsPush()
  const { objectKey, sizeBytes } = wanted
  const open: OpenRange = (range, signal) => openStoredRange(video, wanted, range, signal)
  if (isAfloat(storageStage)) {
    const isLive = storageStage === 'LIVE'
    return { ...facts, kind: 'object', objectKey, sizeBytes, isImmutable: true, isLive, elsewhere: open }
  }
  return { ...facts, kind: 'stored', sizeBytes, open: isWatched ? bringingBack(video, open) : open }
}

function awaitsPush(): Gone {
  return new Gone('This video is no longer on the server. Whoever has a copy can bring it back.')
}

/** The bytes do not wait for the request to be noted, and come also where it could not be. */
function bringingBack({ _id }: StoredVideo, open: OpenRange): OpenRange {
  return (range, signal) => {
    const videoId = _id.toHexString()
    requestRestore(videoId).catch((error: unknown) =>
      logger.warn({ videoId, error }, 'a video could not be asked back'),
    )
    return open(range, signal)
  }
}
