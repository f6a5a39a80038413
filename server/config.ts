import { join, resolve } from 'node:path'
import { z } from 'zod'

const GIB = 1024 ** 3
/** A web process stays under 220 MB. */
const MEMORY_LIVE_BYTES = 32 * 1024 ** 2
const REDIS_LIVE_BYTES = GIB / 2
const flag = z.enum(['0', '1']).transform((value) => value === '1')
const bytes = z.coerce.number().int().positive()
const addressList = z
  .string()
  .default('')
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(
    z.array(
      z.union(
        [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.literal('')],
        'must be addresses or CIDR ranges',
      ),
    ),
  )
  .transform((entries) => entries.filter(Boolean))
const serverAddress = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).pathname === '/', 'is the address of the server alone, without a path')
const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'is 3 to 63 lower-case letters, digits and dashes')

/** Every setting, from the environment. An empty value counts as absent. */
const Environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  NUXT_ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Origin under which people reach the site; decides Secure cookies and the links in mails. */
  CLIPWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  CLIPWAY_DATA: z.string().default('.data'),
  CLIPWAY_DEMO: flag.default(true),
  /** Root of every key derived here (codes, tokens, the audit chain); at least 32 bytes as text. */
  CLIPWAY_SECRET: z.string().min(32, 'needs at least 32 characters; npm start makes one'),
  NUXT_SESSION_PASSWORD: z.string().min(32, 'needs at least 32 characters; npm start makes one'),
  /** Comma-separated addresses or CIDR ranges whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: addressList,
  /** Multiplies every request budget: a school behind one address may need more. */
  RATE_LIMIT_SCALE: z.coerce.number().positive().max(1000).default(1),
  /** Of tests alone: a file that says by how many seconds the clock of the whole installation is moved. */
  CLIPWAY_CLOCK_FILE: z.string().optional(),
  /** 1: this is a test, and may do what would be wrong on a real site. */
  CLIPWAY_IS_TEST: flag.default(false),
  /**
   * Without Redis, how a process hears what others change: `relay`, set by npm start for the processes that it runs
   * around a database of its own; `alone` where there is no other.
   */
  CLIPWAY_CHANGES: z.enum(['none', 'relay', 'alone']).default('none'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),

  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'starts with mongodb:// or mongodb+srv://'),
  /** PostgreSQL for credentials, sessions and cameras; SQLite in the data folder when absent. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'starts with postgres://')
    .optional(),
  /** Shared limits and hot media; needed as soon as more than one web process runs. */
  REDIS_URL: z
    .string()
    .regex(/^(rediss?|unix):\/\//, 'starts with redis://, rediss:// or unix://')
    .optional(),
  /** Room for the media that are watched now (LIVE), in the web process or in Redis. */
  LIVE_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(8 * 1024 ** 2)
    .optional(),

  /** Media objects in a bucket instead of the data folder: `https://s3.example.com`, without bucket or path. */
  S3_ENDPOINT: serverAddress.optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  /** Private; made when it is missing. */
  S3_BUCKET: bucketName.default('clipway'),
  S3_REGION: z.string().default('us-east-1'),
  /** 1: media requests answer with a redirect to a presigned URL; 0: the server streams them. */
  S3_REDIRECT: flag.default(false),

  /** Where videos go that hardly anyone watches: a folder below the data folder, or one of these far away. */
  COLD_STORE: z.enum(['local', 's3', 'renterd', 'skynet']).default('local'),
  /** For `s3`: any S3-compatible server, Sia's s3d among them. */
  COLD_S3_ENDPOINT: serverAddress.optional(),
  COLD_S3_ACCESS_KEY: z.string().optional(),
  COLD_S3_SECRET_KEY: z.string().optional(),
  COLD_S3_BUCKET: bucketName.default('clipway-cold'),
  COLD_S3_REGION: z.string().default('us-east-1'),
  /** For `renterd`: the address of the daemon, `http://127.0.0.1:9980`. */
  RENTERD_ADDRESS: serverAddress.optional(),
  RENTERD_API_PASSWORD: z.string().optional(),
  RENTERD_BUCKET: bucketName.default('default'),
  /** For `skynet`: a portal that speaks Skynet's protocol. */
  SKYNET_PORTAL: serverAddress.optional(),
  SKYNET_API_KEY: z.string().optional(),

  /** `smtps://user:password@host:465`, or `smtp://host:587?requireTLS=true`; mails go to the outbox folder when absent. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'starts with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, 'is an address, or: Name <address>')
    .default('Clipway <no-reply@localhost>'),

  FFMPEG_PATH: z.string().optional(),
  FFPROBE_PATH: z.string().optional(),

  UPLOAD_MAX_BYTES: bytes.default(20 * GIB),
  UPLOAD_QUOTA_BYTES: bytes.default(200 * GIB),
  /** Uploads are refused when the disk would be left with less. */
  MIN_FREE_DISK_BYTES: bytes.default(1 * GIB),
  VIDEO_MAX_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(4 * 3600),
  VIDEO_MAX_PIXELS: z.coerce.number().int().positive().default(36_000_000),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(2),
})

export type Config = ReturnType<typeof parseConfig>

/**
 * Reads and checks the whole environment.
 * @throws ConfigError with one line a wrong or missing value
 */
export function parseConfig(environment: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(present)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const env = parsed.data
  const s3 = parseS3(env)
  refuseMovedClock(env)
  const dataDir = resolve(env.CLIPWAY_DATA)
  return {
    isProduction: env.NODE_ENV === 'production',
    role: env.NUXT_ROLE,
    host: env.HOST,
    port: env.PORT,
    url:
      env.CLIPWAY_URL?.replace(/\/$/, '') ??
      `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
    dataDir,
    paths: {
      objects: join(dataDir, 'objects'),
      cold: join(dataDir, 'cold'),
      uploads: join(dataDir, 'uploads'),
      outbox: join(dataDir, 'outbox'),
      work: join(dataDir, 'work'),
      sqlite: join(dataDir, 'clipway.sqlite'),
    },
    hasDemo: env.CLIPWAY_DEMO,
    secret: env.CLIPWAY_SECRET,
    sessionPassword: env.NUXT_SESSION_PASSWORD,
    trustedProxies: env.TRUSTED_PROXIES,
    rateLimitScale: env.RATE_LIMIT_SCALE,
    logLevel: env.LOG_LEVEL,
    clockFile: env.CLIPWAY_CLOCK_FILE,
    mongodbUri: env.MONGODB_URI,
    databaseUrl: env.DATABASE_URL,
    changes: env.CLIPWAY_CHANGES,
    redisUrl: env.REDIS_URL,
    liveCacheBytes: env.LIVE_CACHE_BYTES ?? (env.REDIS_URL ? REDIS_LIVE_BYTES : MEMORY_LIVE_BYTES),
    s3,
    coldStore: parseColdStore(env),
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    ffmpegPath: env.FFMPEG_PATH,
    ffprobePath: env.FFPROBE_PATH,
    limits: {
      uploadMaxBytes: env.UPLOAD_MAX_BYTES,
      uploadQuotaBytes: env.UPLOAD_QUOTA_BYTES,
      minFreeDiskBytes: env.MIN_FREE_DISK_BYTES,
      videoMaxSeconds: env.VIDEO_MAX_SECONDS,
      videoMaxPixels: env.VIDEO_MAX_PIXELS,
    },
    workerConcurrency: env.WORKER_CONCURRENCY,
  }
}

let current: Config | undefined

/** The process's settings, read once. */
export function config(): Config {
  return (current ??= parseConfig(process.env))
}

export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(
      `Clipway cannot start, some settings are wrong or missing:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Deadlines that come too early delete what people gave: nobody sets this by mistake. */
function refuseMovedClock(env: z.infer<typeof Environment>): void {
  if (env.CLIPWAY_CLOCK_FILE === undefined || env.NODE_ENV !== 'production' || env.CLIPWAY_IS_TEST) return
  throw new ConfigError(['CLIPWAY_CLOCK_FILE: moves the clock, which is for tests alone: remove it'])
}

function parseS3(env: z.infer<typeof Environment>) {
  if (!env.S3_ENDPOINT) return undefined
  if (!env.S3_ACCESS_KEY || !env.S3_SECRET_KEY) {
    throw new ConfigError(['S3_ENDPOINT: is set, so S3_ACCESS_KEY and S3_SECRET_KEY are needed too'])
  }
  return {
    endpoint: env.S3_ENDPOINT,
    accessKey: env.S3_ACCESS_KEY,
    secretKey: env.S3_SECRET_KEY,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    redirects: env.S3_REDIRECT,
  }
}

/** What the chosen cold store needs to be reached. */
function parseColdStore(env: z.infer<typeof Environment>) {
  if (env.COLD_STORE === 's3') {
    const { COLD_S3_ENDPOINT: endpoint, COLD_S3_ACCESS_KEY: accessKey, COLD_S3_SECRET_KEY: secretKey } = env
    if (!endpoint || !accessKey || !secretKey) throw coldNeeds('COLD_S3_ENDPOINT, COLD_S3_ACCESS_KEY and COLD_S3_SECRET_KEY') // prettier-ignore
    const { COLD_S3_BUCKET: bucket, COLD_S3_REGION: region } = env
    return { kind: 's3', s3: { endpoint, accessKey, secretKey, bucket, region, redirects: false } } as const
  }
  if (env.COLD_STORE === 'renterd') {
    const { RENTERD_ADDRESS: address, RENTERD_API_PASSWORD: password, RENTERD_BUCKET: bucket } = env
    if (!address || !password) throw coldNeeds('RENTERD_ADDRESS and RENTERD_API_PASSWORD')
    return { kind: 'renterd', renterd: { address: withoutSlash(address), password, bucket } } as const
  }
  if (env.COLD_STORE === 'skynet') {
    const { SKYNET_PORTAL: portal, SKYNET_API_KEY: apiKey } = env
    if (!portal) throw coldNeeds('SKYNET_PORTAL')
    return { kind: 'skynet', skynet: { portal: withoutSlash(portal), apiKey } } as const
  }
  return { kind: 'local' } as const
}

function coldNeeds(settings: string): ConfigError {
  return new ConfigError([`COLD_STORE: this store needs ${settings} too`])
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '')
}
