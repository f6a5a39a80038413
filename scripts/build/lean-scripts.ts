import { fileURLToPath } from 'node:url'

const NO_DASH = fileURLToPath(new URL('no-dash.ts', import.meta.url))
/** Packages for older tools; bundled as they are, each importer of the first makes a copy of all that the window holds. */
const GLOBALS = ['global/window', 'global/document']
const AS_MODULE = '\0clipway:'
/** Of tailwind-variants, run as the page begins: is this V8? It chooses a cache by it. */
const ASKS_AN_ERROR =
  /const error = new Error\(\);\s*return !\("line" in error\) && !\("lineNumber" in error\);/
const ASKS_THE_WINDOW = 'return "chrome" in globalThis;'

/** For Vite: what packages bring or do in the browser that this app never needs, and that a page would wait for. */
export function leanScripts() {
  return {
    name: 'clipway:lean-scripts',
    enforce: 'pre' as const,
    resolveId(id: string, _importer: string | undefined, { kind }: { kind?: string }) {
      if (id === 'mpd-parser') return NO_DASH
      // whoever calls require() wants the window itself
      return GLOBALS.includes(id) && kind === 'import-statement' ? AS_MODULE + id : undefined
    },
    load: (id: string) =>
      id.startsWith(AS_MODULE) ? `export default globalThis.${id.split('/').at(-1)}` : undefined,
    transform: (code: string, id: string) =>
      id.includes('tailwind-variants') ? withoutError(code) : undefined,
  }
}

/** An error that is made while half a megabyte of scripts begins has it read a second time, for the line it is on. */
function withoutError(code: string): { code: string; map: null } | undefined {
  return ASKS_AN_ERROR.test(code)
    ? { code: code.replace(ASKS_AN_ERROR, ASKS_THE_WINDOW), map: null }
    : undefined
}
