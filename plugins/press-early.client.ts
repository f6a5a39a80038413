interface EarlyPress {
  /** Of the script in the page's head (server/http/paint-first.ts): the last button so far. */
  takeEarlyPress?: () => HTMLButtonElement | null
}

/**
 * A page is seen before it comes alive; a button that was pressed meanwhile is pressed as soon as it does something, and
 * by then fields hold what was typed (keep-typed.client.ts, which comes before this by its name).
 */
export default defineNuxtPlugin((app) => {
  app.hooks.hookOnce('app:suspense:resolve', async () => {
    const button = (window as EarlyPress).takeEarlyPress?.()
    await nextTick()
    if (button?.isConnected) button.click()
  })
})
