import { defineVitestConfig } from '@nuxt/test-utils/config'

// apart from the node side's suites: loading Nuxt takes seconds and writes into .nuxt
export default defineVitestConfig({
  test: {
    name: 'nuxt',
    // the first hook builds the app
    hookTimeout: 120_000,
    testTimeout: 30_000,
    include: ['tests/nuxt/**/*.test.ts'],
    environment: 'nuxt',
    environmentOptions: { nuxt: { domEnvironment: 'happy-dom' } },
  },
})
