import { getObjectStore } from '../adapters/object-store/index.ts'
import { NotFound } from '../errors.ts'
import type { MediaObject } from './media.ts'

/**
 * A person's picture, which everybody with a session may see; its name is new for each, so it never changes.
 * @throws NotFound
 */
export async function openPicture(name: string): Promise<MediaObject> {
  const info = await getObjectStore().stat(`people/${name}`)
  if (!info) throw new NotFound('There is no such picture.')
  return {
    kind: 'object',
    objectKey: info.key,
    sizeBytes: info.sizeBytes,
    isImmutable: true,
    contentType: 'image/webp',
    etag: `"${name}"`,
    caching: 'immutable',
  }
}
