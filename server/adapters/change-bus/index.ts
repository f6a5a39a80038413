import type { ChangeBus } from '../../changes.ts'
import { config } from '../../config.ts'
import { RedisBus } from './redis.ts'
import { RelayBus } from './relay.ts'

/**
 * Redis where `REDIS_URL` is set, else as `CLIPWAY_CHANGES` says. Undefined where nothing connects this process with
 * others that there may be.
 */
export function openChangeBus(): ChangeBus | undefined {
  const { redisUrl, changes } = config()
  if (redisUrl) return new RedisBus(redisUrl)
  if (changes === 'relay' && process.send) return new RelayBus()
  return changes === 'alone' ? NOBODY_ELSE : undefined
}

/** There is no other process to be heard. */
const NOBODY_ELSE: ChangeBus = {
  isHearing: true,
  publish() {},
  listen() {},
  close: () => Promise.resolve(),
}
