import { fileURLToPath } from 'node:url'

const PLUGIN = '/@nuxtjs/i18n/dist/runtime/server/plugin.js'
const ON_EVERY_REQUEST =
  /hooks\.hook\("request", async \(event\) => \{\s*(await initializeI18nContext\(event\);)/
const PROGRAM_PATHS = fileURLToPath(new URL('../../server/http/program-paths.ts', import.meta.url))

/**
 * For Nitro: the i18n module makes ready for a page's languages at every request, the API's and each range of a video
 * included. It costs them a copy of all settings, and what is left after that some 5 percent of what a range allocates.
 */
export function i18nForPages() {
  return {
    name: 'clipway:i18n-for-pages',
    transform(code: string, id: string) {
      if (!id.replaceAll('\\', '/').endsWith(PLUGIN)) return undefined
      if (!ON_EVERY_REQUEST.test(code))
        throw new Error(
          `${id} is not what scripts/build/i18n-for-pages.ts knows: look at its hook "request".`,
        )
      const guarded = code.replace(ON_EVERY_REQUEST, (hook, begin: string) =>
        hook.replace(begin, `if (!isProgramPath(event.path)) ${begin}`),
      )
      return {
        code: `import { isProgramPath } from ${JSON.stringify(PROGRAM_PATHS)};\n${guarded}`,
        map: null,
      }
    },
  }
}
