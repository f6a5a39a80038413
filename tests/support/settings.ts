import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Settings for code that reads config(): call it before the first import that does. Everything lies in one folder. */
export function useSettings(environment: Record<string, string> = {}): {
  dataDir: string
  remove: () => void
} {
  const dataDir = mkdtempSync(join(tmpdir(), 'clipway-test-'))
  Object.assign(process.env, {
    NODE_ENV: 'test',
    CLIPWAY_DATA: dataDir,
    CLIPWAY_SECRET: 'a secret for tests that is long enough',
    NUXT_SESSION_PASSWORD: 'a password for tests that is long enough',
    MONGODB_URI: 'mongodb://127.0.0.1:1/clipway',
    LOG_LEVEL: 'silent',
    ...environment,
  })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}
