import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the suites start besides Node, with the Debian package that has it. */
const PROGRAMS = [
  { name: 'chromium', package: 'chromium' },
  { name: 'ffmpeg', package: 'ffmpeg' },
  { name: 'redis-server', package: 'redis-server' },
  { name: 'postgres', package: 'postgresql' },
  { name: 'nginx', package: 'nginx-light' },
  { name: 'wrk', package: 'wrk' },
  { name: 'memcached', package: 'memcached' },
  { name: 'swift-proxy-server', package: 'swift-proxy' },
  { name: 'swift-account-server', package: 'swift-account' },
  { name: 'swift-container-server', package: 'swift-container' },
  { name: 'swift-object-server', package: 'swift-object' },
]
/** An S3 server is tested through Debian's packages of OpenStack Swift; there is no other way to have one offline. */
const ADVICE =
  'On Debian or Ubuntu run as root: apt-get install -y --no-install-recommends PACKAGES\n' +
  'Elsewhere install programs of these names and put them on PATH, or run npm test in a Debian container.'
const POLICY = '/usr/sbin/policy-rc.d'

/**
 * Installs what is missing where that can be done unasked: as root on Debian.
 * @returns {string | null} what is to be done by hand, or null when everything is there
 */
export function ensurePrograms() {
  const missing = missingPackages()
  if (missing.length === 0) return null
  if (!canInstall()) return advice(missing)
  console.log(`Installing ${missing.join(', ')} with apt-get`)
  withoutServices(() => {
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...missing)
  })
  const left = missingPackages()
  return left.length === 0 ? null : advice(left)
}

function missingPackages() {
  return PROGRAMS.filter(({ name }) => !isInstalled(name)).map((program) => program.package)
}

function isInstalled(name) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/bin',
    ...postgresFolders(),
  ]
  return folders.some((folder) => existsSync(join(folder, name)))
}

/** Debian keeps each version of PostgreSQL in a folder of its own. */
function postgresFolders() {
  const root = '/usr/lib/postgresql'
  return existsSync(root) ? readdirSync(root).map((version) => join(root, version, 'bin')) : []
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && existsSync('/etc/debian_version')
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'inherit', 'inherit'], env })
}

/** Debian starts a server when its package is installed, unless this file says no; the suites start their own. */
function withoutServices(install) {
  const isOurs = !existsSync(POLICY)
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install()
  } finally {
    if (isOurs) rmSync(POLICY, { force: true })
  }
}

function advice(packages) {
  return `Some suites need programs that are not installed.\n${ADVICE.replace('PACKAGES', packages.join(' '))}`
}
