import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { StartProblem } from './say.mjs'

/** Address and data folder: from the environment, then from a file `.env` beside package.json. */
export function readSettings(root, environment = process.env) {
  const env = { ...readEnvFile(join(root, '.env')), ...withoutEmpty(environment) }
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new StartProblem(`PORT is ${env.PORT}: it must be a whole number from 1 to 65535.`)
  }
  const host = env.HOST ?? '127.0.0.1'
  const data = env.CLIPWAY_DATA ?? '.data'
  return {
    env,
    host,
    port,
    dataDir: isAbsolute(data) ? data : join(root, data),
    url: env.CLIPWAY_URL ?? `http://${hostInUrl(host)}:${port}`,
  }
}

/** Every address of the machine is reached by its own name. */
function hostInUrl(host) {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function withoutEmpty(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}

/** `NAME=value` lines; quotes around a value are dropped, lines that start with # are comments. */
export function readEnvFile(path) {
  return Object.fromEntries(
    readLines(path)
      .map((line) => /^\s*([A-Z_][A-Z0-9_]*)\s*=\s*(.*?)\s*$/i.exec(line))
      .filter(Boolean)
      .map(([, name, value]) => [name, value.replace(/^(["'])(.*)\1$/, '$2')]),
  )
}

function readLines(path) {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}
