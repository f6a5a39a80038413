import type { Component } from 'vue'

/**
 * A part of a page that most visits never open (a menu, a popover): its code comes with the first press, and already on
 * its way when a pointer or the focus comes near. What opens it stands there before and stays where it is.
 */
export function useOnDemand<Part extends Component>(load: () => Promise<{ default: Part }>) {
  const part = shallowRef<Part | null>(null)
  const isOpen = ref(false)

  /** Without a network nothing opens, and the next press tries again. */
  async function open(): Promise<void> {
    const loaded = await load().catch(() => null)
    if (!loaded) return
    part.value = loaded.default
    // it is there, closed, before it opens: so it knows what to give the focus back to
    await nextTick()
    isOpen.value = true
  }

  function prepare(): void {
    load().catch(() => undefined)
  }

  return { part, isOpen, open, prepare }
}
