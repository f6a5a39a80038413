import { defineAsyncComponent, type Component, type HydrationStrategy } from 'vue'

/** However busy the browser is, a part is alive by then. */
const LATEST_MS = 3000

interface Turn {
  /** It asks the server for what it shows, and so comes before parts that the page came with. */
  isFirst?: boolean
}

/**
 * A part of a page that comes alive by itself, after the page around it: a page that does so in one go answers nobody
 * meanwhile. A press or the focus is not kept waiting.
 */
export function inTurn<Part extends Component>(part: Part, { isFirst = false }: Turn = {}): Part {
  return defineAsyncComponent<Part>({
    loader: () => Promise.resolve(part),
    hydrate: hydrateBy(isFirst ? 1 : LATEST_MS),
  })
}

const hydrateBy =
  (latestMs: number): HydrationStrategy =>
  (comeAlive, forEachElement) => {
    const listening = new AbortController()
    let turn = 0
    const end = () => {
      listening.abort()
      cancelIdleCallback(turn)
    }
    const begin = () => {
      end()
      comeAlive()
    }
    let isUsed = false
    forEachElement((element) => {
      // a part that shows nothing is a comment
      if (!(element instanceof Element)) return
      isUsed ||= isInUse(element)
      // on the way down, so that the same press then meets the listener of what it is for
      for (const type of ['pointerdown', 'click', 'focusin'])
        element.addEventListener(type, begin, { capture: true, signal: listening.signal })
    })
    if (isUsed) return begin()
    turn = requestIdleCallback(begin, { timeout: latestMs })
    return end
  }

/** What was typed before is put back once the page around it is alive (plugins/keep-typed.client.ts). */
function isInUse(element: Element): boolean {
  const isTyped = (field: HTMLInputElement | HTMLTextAreaElement) => field.value !== field.defaultValue
  return (
    element.contains(document.activeElement) ||
    [...element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(isTyped)
  )
}
