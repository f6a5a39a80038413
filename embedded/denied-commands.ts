import { serialize } from 'bson'
import { commandName, isLegacy, requestIdOf, type Reply } from './wire-message.ts'

/**
 * Session commands end the engine with a segmentation fault. Drivers do not send them to a server that announces no
 * sessions, but shells and graphical clients do. The last three reach inside the engine and are nobody's business.
 */
const DENIED = new Set([
  'startSession',
  'endSessions',
  'killSessions',
  'killAllSessions',
  'killAllSessionsByPattern',
  'refreshSessions',
  '_killOperations',
  'wiredTigerRepair',
  '_shardsvrResolveView',
])

/** The answer to a command that must not reach the engine (as a server says it that does not know it), or null. */
export function denial(message: Buffer): Reply | null {
  const name = commandName(message)
  if (!DENIED.has(name)) return null
  const document = serialize({
    ok: 0,
    code: 59,
    codeName: 'CommandNotFound',
    errmsg: `no such command: '${name}'`,
  })
  return { replyTo: requestIdOf(message), isLegacy: isLegacy(message), document }
}
