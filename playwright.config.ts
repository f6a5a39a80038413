import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Debian's browser, or what other systems call it; CHROMIUM_PATH names another. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** These hold how long something may take, and so have the machine to themselves in npm test. */
const PROMPT = ['clips', 'feed', 'studio-edit', 'studio-manage', 'talk', 'two-people', 'watch'].map(
  (name) => `${name}.spec.ts`,
)

/** Against the build (`npm run build`); every file starts an app of its own with `startApp()`. */
export default defineConfig({
  testDir: 'tests/e2e',
  projects: [
    { name: 'patient', testIgnore: PROMPT },
    { name: 'prompt', testMatch: PROMPT },
  ],
  outputDir: 'test-results',
  // each file has its own server, and all of them share the machine's two cores
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    // what it answers by itself is out of a test's hands; offline.spec.ts lets it in
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path)),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--mute-audio',
        '--autoplay-policy=no-user-gesture-required',
        // Chromium's sandbox refuses to run as root
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
})
