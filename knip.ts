import type { KnipConfig } from 'knip'

export default {
  entry: [
    'content.config.ts',
    // found by their names, not by an import
    '{pages,layouts,components}/**/*.vue',
    'middleware/*.ts',
    'server/{api,routes,middleware,plugins}/**/*.ts',
    'service-worker/index.ts',
    'scripts/*.{mjs,ts}',
    'scripts/test/failures-reporter.mjs',
    'scripts/test/slow-files.mjs',
    'embedded/host.ts',
    'tests/{unit,contracts,integration,faults,nuxt}/**/*.test.ts',
    'tests/e2e/**/*.spec.ts',
    'tests/{load,faults}/*.{ts,mjs}',
    'tests/support/*-process.ts',
    'tests/support/queue-worker.ts',
  ],
  vitest: { config: ['vitest.config.ts', 'vitest.nuxt.config.ts'] },
  project: ['**/*.{ts,mts,mjs,vue}'],
  ignoreExportsUsedInFile: true,
  // made by the build
  ignoreUnresolved: ['#clipway/endpoints'],
  ignoreBinaries: ['apt-get', 'gunzip', 'taskset'],
  ignoreDependencies: [
    // read by name: the icon collection, and what the scripts start through with-node
    '@iconify-json/lucide',
    'prettier',
    'vue-tsc',
    // parts of packages that are listed
    '@intlify/core-base',
    'estree',
    'nitropack',
    'vitest-environment-nuxt',
  ],
} satisfies KnipConfig
