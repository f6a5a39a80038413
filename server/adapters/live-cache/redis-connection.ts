import { Redis, type RedisOptions } from 'ioredis'
import { logger } from '../../logger.ts'

const CONNECT_MS = 2_000
const COMMAND_MS = 1_000
const LONGEST_RECONNECT_MS = 2_000

/** @param url `redis://user:password@host:6379/0`, `rediss://` for TLS, or `unix:///run/redis.sock?db=0` */
export function connectRedis(url: string): Redis {
  const options: RedisOptions = {
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    // a command that was under way when the connection went may have run: repeating it would count twice
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_RECONNECT_MS),
  }
  const redis = open(url, options)
  logOutages(redis)
  return redis
}

function open(url: string, options: RedisOptions): Redis {
  const { protocol, pathname, searchParams } = new URL(url)
  if (protocol !== 'unix:') return new Redis(url, options)
  return new Redis({
    ...options,
    path: decodeURIComponent(pathname),
    db: Number(searchParams.get('db') ?? 0),
  })
}

/** One line when it goes and one when it is back; ioredis tells of every attempt in between. */
function logOutages(redis: Redis): void {
  let isAway = false
  redis.on('error', (error: unknown) => {
    if (!isAway) logger.warn({ error }, 'Redis cannot be reached')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is back')
    isAway = false
  })
}
