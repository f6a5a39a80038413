/** Listens on the window for as long as the component lives. */
export function useWindowEvent<Name extends keyof WindowEventMap>(
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
): void {
  onMounted(() => window.addEventListener(name, listener))
  onBeforeUnmount(() => window.removeEventListener(name, listener))
}
