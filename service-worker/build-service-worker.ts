import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Nuxt } from 'nuxt/schema'

/** Puts the service worker beside the page's own address, whose pages it may answer for (`/sw.js`). */
export function buildServiceWorker(_options: object, nuxt: Nuxt): void {
  if (nuxt.options.dev) return
  nuxt.hook('nitro:build:public-assets', async ({ options }) => {
    await build({
      entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
      outfile: join(options.output.publicDir, 'sw.js'),
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      // workbox logs every request unless told that this is no place for it
      define: { 'process.env.NODE_ENV': '"production"' },
    })
  })
}
