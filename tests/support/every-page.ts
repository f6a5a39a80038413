import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { House } from './furnished-house.ts'

export interface PageVisit {
  /** Below `pages/`. */
  file: string
  path: string
  /** Whether the administrator's session goes along; pages for guests alone send people with one away. */
  isSignedIn: boolean
}

type Address = string | ((house: House) => string)

/** Where every page of somebody with an account is, with something on it. */
const SIGNED_IN: Record<string, Address> = {
  'admin/experience.vue': '/admin/experience',
  'admin/recommendations.vue': '/admin/recommendations',
  'admin/storage.vue': '/admin/storage',
  'clips/[id].vue': ({ clipId }) => `/clips/${clipId}`,
  'connections.vue': '/connections',
  'docs/[...slug].vue': '/docs/data-model',
  'docs/api.vue': '/docs/api',
  'embed/[id].vue': ({ videoId }) => `/embed/${videoId}`,
  'embed/clips/[id].vue': ({ clipId }) => `/embed/clips/${clipId}`,
  'history.vue': '/history',
  'index.vue': '/',
  'notifications.vue': '/notifications',
  'people/[username].vue': ({ friend }) => `/people/${friend.person.username}`,
  'saved.vue': '/saved',
  'search.vue': '/search?q=set',
  'settings.vue': '/settings',
  'shared.vue': '/shared',
  'studio/[id]/analytics.vue': ({ videoId }) => `/studio/${videoId}/analytics`,
  'studio/[id]/captions.vue': ({ videoId }) => `/studio/${videoId}/captions`,
  'studio/[id]/details.vue': ({ videoId }) => `/studio/${videoId}/details`,
  'studio/[id]/index.vue': ({ videoId }) => `/studio/${videoId}`,
  'studio/analytics.vue': '/studio/analytics',
  'studio/index.vue': '/studio',
  'studio/storage.vue': '/studio/storage',
  'topics/[...name].vue': ({ subtopic }) => `/topics/${subtopic}`,
  'topics/[topic]/path.vue': ({ topic }) => `/topics/${topic}/path`,
  'topics/index.vue': '/topics',
  'upload.vue': '/upload',
  'videos.vue': '/videos',
  'watch/[id].vue': ({ videoId }) => `/watch/${videoId}`,
  'welcome.vue': '/welcome',
}

const SIGNED_OUT: Record<string, Address> = {
  'forgot.vue': '/forgot',
  'login.vue': '/login',
  'reset.vue': '/reset?email=ada%40example.org',
  'signup.vue': '/signup',
  'verify.vue': '/verify?email=ada%40example.org',
}

/** Every page that there is. Throws where a page has no row here: whatever holds for all must hold for a new one. */
export function everyPage(house: House): PageVisit[] {
  const visits = [...visitsOf(SIGNED_IN, house, true), ...visitsOf(SIGNED_OUT, house, false)]
  const known = visits.map(({ file }) => file).sort()
  const there = pageFiles().sort()
  if (known.join() !== there.join())
    throw new Error(`pages without a row: ${there.filter((file) => !known.includes(file)).join(', ') || 'none'}; rows without a page: ${known.filter((file) => !there.includes(file)).join(', ') || 'none'}`) // prettier-ignore
  return visits
}

function visitsOf(addresses: Record<string, Address>, house: House, isSignedIn: boolean): PageVisit[] {
  return Object.entries(addresses).map(([file, address]) => ({
    file,
    path: typeof address === 'string' ? address : address(house),
    isSignedIn,
  }))
}

/** Without those that are only the frame of others: `a.vue` beside a folder `a`. */
function pageFiles(): string[] {
  const files = globSync('**/*.vue', { cwd: fileURLToPath(new URL('../../pages', import.meta.url)) })
  const isFrame = (file: string) =>
    files.some((other) => other.startsWith(`${file.slice(0, -'.vue'.length)}/`))
  return files.filter((file) => !isFrame(file))
}
