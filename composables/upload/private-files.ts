/** Files that only this site sees (the origin private file system); null where there is none or it is not allowed. */
async function folder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await navigator.storage.getDirectory()
  } catch {
    return null // private browsing in some browsers
  }
}

export async function openPrivateFile(name: string): Promise<File | null> {
  try {
    const handle = await (await folder())?.getFileHandle(name)
    return (await handle?.getFile()) ?? null
  } catch {
    return null // never made, or cleared by the person
  }
}

export async function removePrivateFile(name: string): Promise<void> {
  // gone already is as good as removed
  await (await folder())?.removeEntry(name).catch(() => undefined)
}
