import { trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { notify } from '../notifications/notify.ts'
import { DataExport, type DataExportDocument } from './data-export.model.ts'
import { listParts } from './export-parts.ts'
import { openArchive } from './archive.ts'

/**
 * Writes the file, as a stream from the databases into the object store, so that a big account takes no more memory
 * than a small one. A run that was cut is done again from the start, under the same key.
 */
export async function makeDataExport(
  exportId: string,
  signal: AbortSignal,
  report: (share: number) => Promise<void>,
): Promise<void> {
  const wanted = await DataExport.findOneAndUpdate(
    { _id: exportId, isOpen: true },
    { $set: { state: 'working' } },
  ).lean<DataExportDocument>()
  if (!wanted) return
  const userId = wanted.userId.toHexString()
  const parts = await listParts(userId, wanted.includesVideos)
  const archive = openArchive(parts, {
    signal,
    async onPart(done) {
      await report(done / parts.length)
      await DataExport.updateOne({ _id: exportId, isOpen: true }, { $set: { progress: done / parts.length } })
    },
  })
  const store = getObjectStore()
  const { sizeBytes } = await store.put(wanted.objectKey, archive, { contentType: 'application/zip' })
  const { modifiedCount } = await DataExport.updateOne(
    { _id: exportId, isOpen: true },
    { $set: { state: 'done', progress: 1, sizeBytes }, $unset: { isOpen: 1 } },
  )
  if (modifiedCount === 1) await announce(userId, exportId)
  // its account was erased meanwhile
  else if (!(await DataExport.exists({ _id: exportId }))) await store.remove(wanted.objectKey)
}

export async function failDataExport(exportId: string): Promise<void> {
  await DataExport.updateOne(
    { _id: exportId, isOpen: true },
    {
      $set: {
        state: 'failed',
        failureReason:
          'The server tried several times and could not put your data together. Ask again; if that fails too, tell the administrator.',
      },
      $unset: { isOpen: 1 },
    },
  )
}

/** Removes files whose time is over. The bytes go first: a row without bytes is found again. */
export async function sweepDataExports(now = systemClock.now()): Promise<void> {
  const over = await DataExport.find({ expiresAt: trusted({ $lte: now }) })
    .limit(500)
    .lean<DataExportDocument[]>()
  for (const { _id, objectKey } of over) {
    await getObjectStore().remove(objectKey)
    await DataExport.deleteOne({ _id })
  }
}

export async function eraseDataExportsBy(userId: string): Promise<void> {
  for (const { _id, objectKey } of await DataExport.find({ userId }).lean<DataExportDocument[]>()) {
    // the row goes after the bytes, or a kill between the two would leave what nobody knows of; a run that is under way
    // may have stored them in between, and finds no row if it is later still
    await getObjectStore().remove(objectKey)
    await DataExport.deleteOne({ _id })
    await getObjectStore().remove(objectKey)
  }
}

function announce(userId: string, exportId: string): Promise<void> {
  return notify({
    userId,
    kind: 'data_export_ready',
    group: `data-export:${exportId}`,
    thing: `data-export:${exportId}`,
    subject: 'Your data are ready',
    url: '/settings#data',
  })
}
