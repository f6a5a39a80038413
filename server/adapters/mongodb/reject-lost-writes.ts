import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
// @ts-expect-error the driver has no types for its inside
import * as driver from 'mongodb/lib/cmap/connection.js'

/** What is used of a connection of the driver's. */
export interface DriverConnection extends EventEmitter {
  readonly closed: boolean
  readonly error: Error | null
  command(namespace: object, command: object, options: object): Promise<unknown>
  writeCommand(...args: unknown[]): Promise<void>
}

export const { Connection } = driver as {
  Connection: { new (socket: Socket, options: object): DriverConnection; prototype: DriverConnection }
}

let isDone = false

/**
 * The driver (7.8 and 7.9) writes a command some microtasks after it looked whether the connection is closed. Closed in
 * between, the write gives false, and the driver waits for a `drain` that never comes: an operation hangs without any
 * timeout, and where it is the monitor's own, the process never finds its server again. Now such a command fails as
 * every other on a lost connection does. Call it before the first connection.
 */
export function rejectLostWrites(): void {
  if (isDone) return
  isDone = true
  const { writeCommand } = Connection.prototype
  Connection.prototype.writeCommand = async function (this: DriverConnection, ...args) {
    const { promise: isLost, reject } = Promise.withResolvers<never>()
    const onClose = () => reject(this.error)
    this.once('close', onClose)
    try {
      if (this.closed) throw this.error
      await Promise.race([writeCommand.apply(this, args), isLost])
    } finally {
      this.off('close', onClose)
    }
  }
}
