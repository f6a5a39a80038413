/** Whether this process can serve: set once its databases are connected and up to date, unset when it shuts down. */
let ready = false

export function isReady(): boolean {
  return ready
}

export function setReady(value: boolean): void {
  ready = value
}
