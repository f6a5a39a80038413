// @ts-check
import { posix } from 'node:path'

/** Domains, lowest floor first: each may import those below its own. */
const FLOORS = [
  ['adapters'],
  ['audit', 'search-index'],
  ['accounts', 'jobs'],
  ['engagement'],
  ['relationships'],
  ['notifications'],
  ['videos', 'topics'],
  ['clips'],
  ['tiers', 'transcoding', 'comments', 'history', 'saves', 'sharing'],
  [
    'analytics',
    'cameras',
    'delivery',
    'experience',
    'learning',
    'library',
    'moderation',
    'profiles',
    'recommendations',
    'search',
    'uploads',
  ],
  ['feed'],
  ['personal-data'],
]
const FLOOR_OF = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor])))

/** Of server/'s own files, those that import no domain; the others start and watch the process and may import all. */
const BASE_FILES = [
  'config',
  'errors',
  'logger',
  'database',
  'derived-key',
  'page-cursor',
  'bounded-cache',
  'changes',
  'known-things',
  'plain-reads',
  'readiness',
  'metrics',
]
/** Folders of server/ that Nitro looks into. */
const SHELL_FOLDERS = ['api', 'routes', 'middleware', 'plugins', 'tasks']
const CLIENT_ROOMS = { pages: 3, layouts: 3, middleware: 3, components: 2, composables: 1 }

/** Packages that speak to another system; mongoose (models) and kysely (queries) are the languages of the domains. */
const SDKS = ['minio', 'ioredis', 'pg', 'nodemailer', 'agenda', '@agendajs', 'mongodb', 'node:sqlite']
/** What belongs to HTTP and to Nitro. */
const HTTP_PACKAGES = ['h3', 'nitropack', '#imports', '#auth-utils', 'nuxt', '#app', '#clipway']
const CLIENT_PACKAGES = ['vue', 'vue-router', '@nuxt/ui', 'video.js']

/**
 * `height` orders the rooms of the client, `floor` the domains of the server.
 * @typedef {{ side: 'client' | 'server' | 'shared' | 'embedded' | 'outside', room: string, height?: number, floor?: number }} Place
 */

/**
 * Where a file of the project stands. `path` is relative to the root, with forward slashes.
 * @param {string} path
 * @returns {Place}
 */
export function placeOf(path) {
  const [top = '', second = ''] = path.split('/')
  if (top === 'app.vue' || top === 'error.vue')
    return { side: 'client', room: 'pages', height: CLIENT_ROOMS.pages }
  if (top in CLIENT_ROOMS) {
    return { side: 'client', room: top, height: CLIENT_ROOMS[/** @type {keyof typeof CLIENT_ROOMS} */ (top)] }
  }
  if (top === 'shared') return { side: 'shared', room: 'shared' }
  if (top === 'embedded') return { side: 'embedded', room: 'embedded' }
  if (top !== 'server') return { side: 'outside', room: top }
  if (FLOOR_OF.has(second)) return { side: 'server', room: second, floor: FLOOR_OF.get(second) }
  if (SHELL_FOLDERS.includes(second)) return { side: 'server', room: 'shell' }
  // the documentation is served from content/ and has no domain behind it
  if (second === 'docs') return { side: 'server', room: 'http' }
  if (second === 'http' || second === 'worker') return { side: 'server', room: second }
  if (BASE_FILES.includes(posix.basename(second, '.ts'))) return { side: 'server', room: 'base' }
  return { side: 'server', room: second.includes('.') ? 'shell' : second }
}

/**
 * Why a file may not import another, or null when it may.
 * @param {string} from path of the importing file
 * @param {string} to path of the imported one
 * @returns {string | null}
 */
export function wrongImport(from, to) {
  const [source, target] = [placeOf(from), placeOf(to)]
  if (source.side === 'outside') return null
  if (source.side === 'embedded')
    return to.startsWith('embedded/') ? null : 'the database host is a process of its own'
  if (target.side === 'embedded') return 'the database host is reached through its socket'
  if (target.side === 'shared') return null
  if (source.side === 'shared') return 'shared/ imports nothing but itself'
  if (source.side === 'client') return wrongClientImport(source, target, to)
  if (target.side === 'client') return 'the server knows nothing of pages'
  return target.side === 'server' ? wrongServerImport(source, target, from, to) : null
}

/**
 * Why a file may not import a package, or null when it may.
 * @param {string} from
 * @param {string} name as it stands in the import
 * @returns {string | null}
 */
export function wrongPackage(from, name) {
  const place = placeOf(from)
  const isOneOf = (/** @type {string[]} */ list) =>
    list.some((each) => name === each || name.startsWith(`${each}/`))
  if (place.side === 'shared' && isOneOf([...HTTP_PACKAGES, ...CLIENT_PACKAGES, ...SDKS, 'mongoose'])) {
    return 'shared/ imports neither Vue nor Nitro nor an SDK'
  }
  if (place.side === 'client' && isOneOf([...SDKS, 'mongoose', 'kysely', 'h3', 'nitropack'])) {
    return 'the browser reaches the server by HTTP only'
  }
  if (place.side !== 'server') return null
  if (isOneOf(SDKS) && place.room !== 'adapters') return 'only adapters/ import SDKs'
  const isHttpRoom = place.room === 'shell' || place.room === 'http'
  if (isOneOf(HTTP_PACKAGES) && !isHttpRoom) return 'a domain never sees the HTTP event'
  return isOneOf(CLIENT_PACKAGES) && !isHttpRoom ? 'the server knows nothing of pages' : null
}

/**
 * @param {Place} source
 * @param {Place} target
 * @param {string} to
 */
function wrongClientImport(source, target, to) {
  if (target.side === 'server') return 'the browser reaches the server by HTTP only'
  if (target.side !== 'client') return null
  if ((target.height ?? 0) > (source.height ?? 0)) return `${source.room} import no ${target.room}`
  return target.room === 'pages' ? `nobody imports a page (${to})` : null
}

/**
 * @param {Place} source
 * @param {Place} target
 * @param {string} from
 * @param {string} to
 */
function wrongServerImport(source, target, from, to) {
  if (target.room === 'base' || source.room === target.room) return null
  if (target.room === 'transcoding' && from !== 'server/worker/handlers.ts') {
    return 'only worker/handlers knows who does a job: ask with jobs/enqueue'
  }
  if (source.room === 'shell') return null
  if (source.room === 'base') return `${from} is below every domain`
  if (target.room === 'shell' || target.room === 'worker') return `nothing imports ${to}`
  if (source.room === 'http' || source.room === 'worker') return null
  if (target.room === 'http')
    return 'a domain is called over HTTP, from the worker and from scripts: it imports no http/'
  // a model is a table, below everything that domains do with it
  const isModelBeside = source.floor === target.floor && /\.(model|tables?)\.ts$/.test(to)
  return isModelBeside ? null : wrongFloor(source, target)
}

/**
 * @param {Place} source
 * @param {Place} target
 */
function wrongFloor(source, target) {
  if (source.floor === undefined || target.floor === undefined) {
    return `${source.floor === undefined ? source.room : target.room} has no floor yet: give it one in eslint/rooms.mjs`
  }
  if (target.floor < source.floor) return null
  const relation = target.floor === source.floor ? 'stands on the same floor as' : 'is above'
  return `${target.room} ${relation} ${source.room}: meet below, or through a job`
}
