const FOLDER = 'vault'
/** A worker that was stopped lets go of its file a moment later. */
const LET_GO_MS = [50, 200, 1000]

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })
}

/** In a worker only. Rejects where the browser gives no private files, or another tab writes this one. */
export async function openCopyFile(videoId: string): Promise<FileSystemSyncAccessHandle> {
  const handle = await (await folder()).getFileHandle(videoId, { create: true })
  return handle.createSyncAccessHandle()
}

/** Null where it was cleared by the person or the browser. */
export async function readCopyFile(videoId: string): Promise<File | null> {
  try {
    return await (await (await folder()).getFileHandle(videoId)).getFile()
  } catch {
    return null
  }
}

/** Names (ids of videos) of all that lies there, also of what nothing is known of any more. */
export async function listCopyFiles(): Promise<string[]> {
  try {
    const names: string[] = []
    for await (const name of (await folder()).keys()) names.push(name)
    return names
  } catch {
    return []
  }
}

export async function removeCopyFile(videoId: string): Promise<void> {
  for (const pauseMs of [...LET_GO_MS, 0]) {
    try {
      await (await folder()).removeEntry(videoId)
      return
    } catch (error) {
      // gone already is as good as removed
      if (error instanceof DOMException && error.name === 'NotFoundError') return
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
