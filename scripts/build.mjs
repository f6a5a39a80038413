// npm run build: the production build, noted as that of this source, so that the next npm start has nothing to build.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './start/prepare.mjs'

/** Everything it says is shown. */
function runAloud(cwd, command, args, env) {
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

await build(join(dirname(fileURLToPath(import.meta.url)), '..'), runAloud)
