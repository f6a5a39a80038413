/** What is read of a JSON Schema (2020-12). */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  format?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  default?: unknown
  description?: string
}
export type SchemaIndex = Record<string, JsonSchema>

/** One line of a table: `user.email`, `string (email)`, `at most 254 characters`. */
export interface ApiField {
  name: string
  type: string
  isRequired: boolean
  note: string
}

/** A schema may contain itself; nobody reads deeper than this anyway. */
const MAX_DEPTH = 4

/** Flattens a schema into the lines of a table: nested keys with dots, list items with `[]`. */
export function fieldsOf(schema: JsonSchema | undefined, schemas: SchemaIndex, depth = 0): ApiField[] {
  const resolved = resolve(schema, schemas)
  if (!resolved || depth > MAX_DEPTH) return []
  if (resolved.items) return prefixed('[]', fieldsOf(resolved.items, schemas, depth + 1))
  return Object.entries(resolved.properties ?? {}).flatMap(([name, property]) => {
    const own = resolve(property, schemas) ?? {}
    const line: ApiField = {
      name,
      type: typeWords(own, schemas),
      isRequired: resolved.required?.includes(name) ?? false,
      note: boundWords(own),
    }
    const inner = own.items
      ? prefixed('[]', fieldsOf(own.items, schemas, depth + 1))
      : fieldsOf(own, schemas, depth + 1)
    return [line, ...prefixed(name, inner)]
  })
}

function prefixed(prefix: string, fields: ApiField[]): ApiField[] {
  return fields.map((field) => ({
    ...field,
    name:
      field.name.startsWith('[]') || prefix === '[]'
        ? joinList(prefix, field.name)
        : `${prefix}.${field.name}`,
  }))
}

function joinList(prefix: string, name: string): string {
  return prefix === '[]' ? `[].${name}` : `${prefix}${name}`
}

/** Follows a reference, takes the one alternative that is not null, and merges what must all hold. */
function resolve(schema: JsonSchema | undefined, schemas: SchemaIndex): JsonSchema | undefined {
  if (schema?.$ref) return schemas[schema.$ref.split('/').at(-1) ?? '']
  const [only, ...others] = (schema?.anyOf ?? schema?.oneOf ?? []).filter(({ type }) => type !== 'null')
  if (only && others.length === 0) {
    const inner = resolve(only, schemas)
    return { ...inner, type: [inner?.type ?? 'object', 'null'].flat() }
  }
  if (schema?.allOf) return schema.allOf.reduce((all, part) => ({ ...all, ...resolve(part, schemas) }), {})
  return schema
}

function typeWords(schema: JsonSchema, schemas: SchemaIndex): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives)
    return alternatives.map((one) => typeWords(resolve(one, schemas) ?? {}, schemas)).join(' | ')
  if (schema.items) return `list of ${typeWords(resolve(schema.items, schemas) ?? {}, schemas)}`
  const type = [schema.type ?? 'any'].flat().join(' | ')
  return schema.format ? `${type} (${schema.format})` : type
}

function boundWords(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  const words = [
    rangeWords(minLength, maxLength, 'characters'),
    rangeWords(minItems, maxItems, 'items'),
    rangeWords(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    schema.description ?? '',
  ]
  return words.filter(Boolean).join('; ')
}

function rangeWords(low: number | undefined, high: number | undefined, unit: string): string {
  if (low !== undefined && high !== undefined) return `${low} to ${high} ${unit}`.trim()
  if (high !== undefined) return `at most ${high} ${unit}`.trim()
  return low === undefined || low === 0 ? '' : `at least ${low} ${unit}`.trim()
}
