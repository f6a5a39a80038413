import type { WorkboxPlugin } from 'workbox-core'

/** Somebody's private picture is not left behind on the device. */
export const isPublic = (response: Response) =>
  response.headers.get('cache-control')?.split(/,\s*/).includes('public') ?? false

export const keepPublicOnly: WorkboxPlugin = {
  cacheWillUpdate: ({ response }) =>
    Promise.resolve(response.status === 200 && isPublic(response) ? response : null),
}
