import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvFile } from './settings.mjs'

const NAMES = ['CLIPWAY_SECRET', 'NUXT_SESSION_PASSWORD']

/**
 * The installation's own keys, made once and kept in `secrets.env` (0600). Losing them ends every session and makes
 * the audit log unverifiable, so the file appears whole or not at all.
 */
export function ensureSecrets(dataDir) {
  const path = join(dataDir, 'secrets.env')
  const known = readEnvFile(path)
  if (NAMES.every((name) => known[name])) return known
  const secrets = { ...known }
  for (const name of NAMES) secrets[name] ??= randomBytes(32).toString('hex')
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`)
  writeDurably(path, `# Made by npm start. Keep it with your backups; never share it.\n${lines.join('')}`)
  return secrets
}

function writeDurably(path, text) {
  const unfinished = `${path}.${process.pid}`
  rmSync(unfinished, { force: true })
  const file = openSync(unfinished, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}
