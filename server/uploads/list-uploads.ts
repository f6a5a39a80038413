import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { UploadView } from '#shared/uploads'
import type { UserActor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { presentUpload } from './present-upload.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** The caller's own uploads, newest first. */
export async function listUploads(actor: UserActor, page: PageQuery): Promise<Page<UploadView>> {
  const rows = await Upload.find({
    userId: new Types.ObjectId(actor.userId),
    ...(page.cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(page.cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .lean<UploadDocument[]>()
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  return {
    items: await Promise.all(shown.map(presentUpload)),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
