import { readDropped, type ChosenFiles } from '~/composables/upload/chosen-files'
import { useWindowEvent } from '~/composables/useWindowEvent'

/** Files dragged anywhere over the window. `isDragging` while they hover; text and pictures of the page do not count. */
export function useDroppedFiles(onDrop: (dropped: ChosenFiles) => void) {
  const isDragging = ref(false)
  // entering a child comes before leaving its parent, so depth counts rather than the last event
  let depth = 0

  function reset(): void {
    depth = 0
    isDragging.value = false
  }

  useWindowEvent('dragenter', (event) => {
    if (!hasFiles(event)) return
    depth += 1
    isDragging.value = true
  })
  useWindowEvent('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault() // without it the browser would open the file
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  })
  useWindowEvent('dragleave', (event) => {
    if (!hasFiles(event)) return
    depth -= 1
    if (depth <= 0) reset()
  })
  useWindowEvent('drop', async (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    reset()
    onDrop(await readDropped(event.dataTransfer))
  })
  return { isDragging: readonly(isDragging) }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
