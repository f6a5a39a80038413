// @ts-check
import { posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { wrongImport, wrongPackage } from './rooms.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @type {[RegExp, string][]} */
const ALIASES = [
  [/^(~~|@@|~|@)\//, ''],
  [/^#shared\//, 'shared/'],
  [/^#server\//, 'server/'],
]

/**
 * Reports imports against the dependency rule, which stands in `rooms.mjs`.
 * @type {import('eslint').Rule.RuleModule}
 */
export const noWrongImport = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { wrong: "'{{name}}' may not be imported here: {{reason}}." },
  },
  create(context) {
    const from = relative(root, context.filename).split(sep).join('/')
    /** @param {import('estree').Node | null | undefined} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return
      const name = source.value
      const to = pathOf(from, name)
      const reason = to === null ? wrongPackage(from, name) : wrongImport(from, to)
      if (reason) context.report({ node: source, messageId: 'wrong', data: { name, reason } })
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
    }
  },
}

/**
 * Path from the root of what an import of our own names; null for a package.
 * @param {string} from
 * @param {string} name
 */
function pathOf(from, name) {
  if (name.startsWith('.')) return posix.join(posix.dirname(from), name)
  const alias = ALIASES.find(([prefix]) => prefix.test(name))
  return alias ? name.replace(...alias) : null
}
