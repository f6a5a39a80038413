/** What the app keeps on the device, so that it opens without a network. Needs HTTPS or localhost. */
export default defineNuxtPlugin(() => {
  if (import.meta.dev || !('serviceWorker' in navigator)) return
  // on another site nothing is kept
  if (location.pathname.startsWith('/embed/')) return
  // refused in private windows of some browsers: then everything works but this
  onNuxtReady(() => navigator.serviceWorker.register('/sw.js').catch(() => undefined))
})
