// A policy for the online simulator that drives the engine of server/recommendations/core, nothing else.
// The simulator may run on any Node: where it cannot read TypeScript, the engine is bundled for it first.
const core = await loadCore()

/** @returns {Promise<typeof import('./recommend/sim-core.ts')>} */
async function loadCore() {
  if (process.features.typescript) return import('./recommend/sim-core.ts')
  const { build } = await import('esbuild')
  const entry = new URL('./recommend/sim-core.ts', import.meta.url).pathname
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'silent' }) // prettier-ignore
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}

export default class Policy extends core.SimPolicy {}
