import type { BulkDeleteView, BulkUpdateBody, BulkView } from '#shared/studio'
import type { Actor } from '../accounts/actor.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { deleteVideo } from './delete-video.ts'
import { presentVideos } from './present-videos.ts'
import { updateVideo } from './update-video.ts'

type Failed = BulkView['failed']

/**
 * The same change to each of these videos, one after the other, each as its own route makes it. One that is missing or
 * somebody else's fails alone, both with the same words.
 * @throws Unprocessable for a topic that does not exist, before anything is changed
 */
export async function updateVideos(actor: Actor, { ids, change }: BulkUpdateBody): Promise<BulkView> {
  const { done, failed } = await each(ids, (id) => updateVideo(actor, id, change))
  return { items: await presentVideos(actor, done), failed } satisfies BulkView
}

export async function deleteVideos(actor: Actor, ids: readonly string[]): Promise<BulkDeleteView> {
  const { done, failed } = await each(ids, async (id) => {
    await deleteVideo(actor, id)
    return id
  })
  return { deleted: done, failed } satisfies BulkDeleteView
}

async function each<Result>(ids: readonly string[], act: (id: string) => Promise<Result>) {
  const done: Result[] = []
  const failed: Failed = []
  for (const id of new Set(ids)) {
    try {
      done.push(await act(id))
    } catch (error) {
      if (!(error instanceof NotFound || error instanceof Forbidden)) throw error
      failed.push({ id, message: 'There is no such video.' })
    }
  }
  return { done, failed }
}
