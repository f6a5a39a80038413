/** Chromium moves media without a pause or a reload, and keeps picture in picture (WHATWG DOM, moveBefore). */
type Moving = HTMLElement & { moveBefore?: (node: Node, before: Node | null) => void }

/**
 * Puts what plays into another place of the page. A media element that leaves the document and is back within the same
 * task is not paused (HTML standard, 4.8.11.8), so both places must be in the document.
 */
export function moveStage(stage: HTMLElement, to: Moving): void {
  if (stage.parentElement === to) return
  if (to.moveBefore && stage.isConnected && to.isConnected) to.moveBefore(stage, null)
  else to.append(stage)
}
