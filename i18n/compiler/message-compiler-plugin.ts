import { fileURLToPath } from 'node:url'

const OURS = fileURLToPath(new URL('message-compiler.ts', import.meta.url))

/** For Vite: the browser reads messages by our own compiler; the server keeps that of vue-i18n. */
export function messageCompilerPlugin() {
  return {
    name: 'clipway:message-compiler',
    enforce: 'pre' as const,
    resolveId: (id: string) => (id.includes('@intlify/message-compiler') ? OURS : undefined),
  }
}
