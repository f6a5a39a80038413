/** Files that a person chose, by dropping or in a dialog. */
export interface ChosenFiles {
  files: File[]
  /** Where the browser has them: a file can then be read again after a reload, with the person's permission. */
  handles: Map<File, FileSystemFileHandle>
}

// Both calls belong to the File System Access API, which not every browser (and no TypeScript library) has.
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle(): Promise<FileSystemHandle | null>
}
interface PickerWindow extends Window {
  showOpenFilePicker(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>
}

/** What was dropped, folders left out: they have no bytes of their own. Call it before the first `await` of the event. */
export async function readDropped(transfer: DataTransfer | null): Promise<ChosenFiles> {
  const dropped = Array.from(transfer?.items ?? [])
    .filter((item) => item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory)
    .map((item) => ({
      file: item.getAsFile(),
      handle: hasHandle(item) ? item.getAsFileSystemHandle() : null,
    }))
  const handles = new Map<File, FileSystemFileHandle>()
  for (const { file, handle } of dropped) {
    // a handle is a convenience: where it is denied, the file alone will do
    const resolved = await handle?.catch(() => null)
    if (file && resolved instanceof FileSystemFileHandle) handles.set(file, resolved)
  }
  return { files: dropped.flatMap(({ file }) => file ?? []), handles }
}

/** Opens the dialog that also gives handles; null where the browser has none (use a file input) or nothing was chosen. */
export async function pickFiles(): Promise<ChosenFiles | null> {
  if (!hasPicker(window)) return null
  const picked = await window.showOpenFilePicker({ multiple: true }).catch(() => [])
  const handles = new Map<File, FileSystemFileHandle>()
  for (const handle of picked) handles.set(await handle.getFile(), handle)
  return { files: [...handles.keys()], handles }
}

export function hasPicker(target: Window): target is PickerWindow {
  return 'showOpenFilePicker' in target
}

function hasHandle(item: DataTransferItem): item is HandleItem {
  return 'getAsFileSystemHandle' in item
}
