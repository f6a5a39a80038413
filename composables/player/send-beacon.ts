/** Outlives the page. False where the browser takes no more. */
export function sendBeacon(path: string, body: object): boolean {
  return navigator.sendBeacon(path, new Blob([JSON.stringify(body)], { type: 'application/json' }))
}
