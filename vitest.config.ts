import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'
import { endpointsModule } from './server/http/endpoints-module.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const alias = { '#shared': `${root}shared`, '#server': `${root}server` }

/** The list of routes that Nitro gets as a virtual module. */
const endpoints: Plugin = {
  name: 'clipway-endpoints',
  enforce: 'pre',
  resolveId: (id) => (id === '#clipway/endpoints' ? `\0${id}` : undefined),
  load: (id) => (id === '\0#clipway/endpoints' ? endpointsModule() : undefined),
}

/** Node-side suites: no Nuxt around them, so that they start at once. */
function nodeProject(name: string, options: object = {}) {
  return {
    plugins: [endpoints],
    // .nuxt, which tsconfig.json names, may be written anew meanwhile (the types do not know this option yet)
    oxc: { tsconfig: false } as object,
    resolve: { alias },
    test: {
      name,
      include: [`tests/${name}/**/*.test.ts`],
      environment: 'node',
      env: { LOG_LEVEL: 'silent' },
      ...options,
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      nodeProject('unit'),
      nodeProject('contracts', { testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false }),
      nodeProject('integration', { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
      nodeProject('faults', { testTimeout: 600_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
})
