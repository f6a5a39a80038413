import type { z } from 'zod'

const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ a: inner }), 1)

/** What a body's value is replaced by, one after another. */
const VALUES: unknown[] = [{ $gt: '' }, { $ne: null }, { $where: 'sleep(1000)' }, ['a'], [[]], 12_345_678, -1.5, true, null, deep] // prettier-ignore
/** The same as text, in queries and paths. */
export const TEXT_VALUES = ['{"$gt":""}', '{"$ne":null}', '[object Object]', '__proto__', '\u0000', 'x'.repeat(3000)] // prettier-ignore

/** Fields that are the server's to write; whether a route takes one of that name says its schema. */
export const FORBIDDEN_KEYS = [
  '_id', 'id', 'uuid', 'isAdmin', 'role', 'scopes', 'userId', 'uploader', 'fromUserID', 'views', 'likes', 'dislikes',
  'viewCount', 'likeCount', 'dislikeCount', 'commentCount', 'followerCount', 'visibility', 'storageStage', 'state', 'status',
  'isListed', 'packRevision', 'nestedComments', 'passwordHash', 'emailVerificationCode', 'deletedAt', '$set', '$where',
] as const // prettier-ignore

export interface Attack {
  name: string
  value: unknown
  /** The schema's own verdict: keys that it does not know, or values. */
  statuses: number[]
}

/** Every value of a right body replaced by every wrong one, as far as the schema refuses it. */
export function wrongValues(schema: z.ZodType, body: unknown): Attack[] {
  return pathsIn(body).flatMap((path) =>
    VALUES.map((value) => ({
      name: `${path.join('.') || 'body'} = ${JSON.stringify(value)?.slice(0, 40)}`,
      value: replaceAt(body, path, value),
    })) // prettier-ignore
      .filter((attack) => !schema.safeParse(attack.value).success)
      .map((attack) => ({ ...attack, statuses: [400, 422] })),
  )
}

/** A key of the server's added to the body, and one that nobody knows to each object in it. */
export function unknownKeys(schema: z.ZodType, body: unknown): Attack[] {
  const added = FORBIDDEN_KEYS.map((key) => ({ path: [] as Path, key }))
  const nested = objectsIn(body).map((path) => ({ path, key: 'isAdmin' }))
  return [...added, ...nested].flatMap(({ path, key }) => {
    const value = replaceAt(body, path, { ...(valueAt(body, path) as object), [key]: true })
    const verdict = schema.safeParse(value)
    if (verdict.success) return []
    const codes = verdict.error.issues.map(({ code }) => code)
    const isKnown = !codes.includes('unrecognized_keys') && !codes.includes('invalid_union')
    if (isKnown) return []
    return [{ name: `${[...path, key].join('.')} added`, value, statuses: codes.includes('invalid_union') ? [400, 422] : [422] }] // prettier-ignore
  })
}

type Path = (string | number)[]

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]))] // prettier-ignore
}

function objectsIn(body: unknown): Path[] {
  return pathsIn(body).filter((path) => {
    const value = valueAt(body, path)
    return path.length > 0 && typeof value === 'object' && value !== null && !Array.isArray(value)
  })
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)
}

function replaceAt(value: unknown, path: Path, by: unknown): unknown {
  if (path.length === 0) return by
  const copy = structuredClone(value)
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>
  holder[path.at(-1)!] = by
  return copy
}
