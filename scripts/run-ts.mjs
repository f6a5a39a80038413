// node scripts/run-ts.mjs <file.ts> [args]: runs one of our own commands from its TypeScript source, on a Node that is new enough.
import { spawn } from 'node:child_process'
import { findNode, nodeEnv } from './with-node.mjs'

const node = findNode()
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit', env: nodeEnv(node) })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
