/** Caches of the service worker that hold what somebody saw (service-worker/index.ts). */
const PERSONAL = ['shell', 'segments', 'pictures']

/** Nothing of what this person saw stays on the device. */
export async function forgetKept(): Promise<void> {
  if (!('caches' in window)) return
  await Promise.all(PERSONAL.map((name) => caches.delete(name))).catch(() => undefined)
}
