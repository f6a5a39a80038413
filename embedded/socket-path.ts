import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** sun_path holds 104 bytes on macOS and 108 on Linux, with the final zero. */
const MAX_PATH_BYTES = 103

/**
 * Where the socket of a data directory lies: inside it, or in a private folder under the system's temporary one when
 * the path would be too long. The same data directory always gives the same path, so a restarted host is found again.
 * The folder is 0700, since the engine knows no passwords: who can open the socket is the owner.
 */
export function socketPath(dataDir: string): string {
  const inside = join(dataDir, 'run', 'mongodb.sock')
  if (Buffer.byteLength(inside) <= MAX_PATH_BYTES)
    return inPrivateFolder(join(dataDir, 'run'), 'mongodb.sock')
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return inPrivateFolder(join(tmpdir(), `clipway-${name}`), 'mongodb.sock')
}

/** Somebody else may have made a folder of that name under a shared temporary directory. */
function inPrivateFolder(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const isPrivate = found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0
  if (!isPrivate)
    throw new Error(`${folder} is needed for the database's socket, but others can reach it. Remove it.`)
  return join(folder, file)
}

/** `directConnection`: the engine is no replica set. `journal`: without it a kill loses acknowledged writes. */
export function socketUri(path: string): string {
  return `mongodb://${encodeURIComponent(path)}/clipway?directConnection=true&journal=true`
}
