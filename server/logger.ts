import { pino, type DestinationStream } from 'pino'

const SECRET_KEYS = [
  'password',
  'token',
  'verificationCode',
  'secret',
  'cookie',
  'authorization',
  'accessKey',
  'secretKey',
  'email',
]

/**
 * JSON lines on stdout. `code` is not among the secret keys: it is how Node names an error (ENOSPC, ECONNREFUSED), and
 * bodies, where a sign-up code would stand, are never logged. Secrets are redacted by key one and two levels deep; URLs are logged without their query.
 * The audit log never goes through here: it must survive what a log line may not.
 */
export const logger = createLogger()

export function createLogger(destination?: DestinationStream) {
  return pino(
    {
      level: process.env.LOG_LEVEL ?? 'info',
      base: { role: process.env.NUXT_ROLE ?? 'all', pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
    },
    destination ?? pino.destination(1),
  )
}
