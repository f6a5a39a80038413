import { isProgramPath } from '../http/program-paths.ts'

/**
 * What programs ask for goes straight to its route: public files, route rules and a visitor's session are for pages.
 * With the i18n module kept out of it as well (scripts/build/i18n-for-pages.ts), a process sends a fifth more segments.
 */
export default defineNitroPlugin(({ h3App, router }) => {
  h3App.stack.unshift({ route: '/', match: isProgramPath, handler: router.handler })
})
