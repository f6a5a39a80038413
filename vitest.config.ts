import { fileURLToPath } from 'node:url'
import { defineVitestProject } from '@nuxt/test-utils/config'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const alias = { '#shared': `${root}shared`, '#server': `${root}server` }

/** Node-side suites: no Nuxt around them, so that they start at once. */
function nodeProject(name: string, options: object = {}) {
  return {
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
      await defineVitestProject({
        test: {
          name: 'nuxt',
          include: ['tests/nuxt/**/*.test.ts'],
          environment: 'nuxt',
          environmentOptions: { nuxt: { domEnvironment: 'happy-dom' } },
        },
      }),
    ],
  },
})
