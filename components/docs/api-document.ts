import { fieldsOf, type ApiField, type JsonSchema, type SchemaIndex } from './schema-fields'

/** What is read of an OpenAPI 3.1 document. */
export interface ApiDocument {
  info?: { version?: string }
  paths?: Record<string, Record<string, ApiOperationSource>>
  components?: { schemas?: SchemaIndex }
}

interface ApiOperationSource {
  summary?: string
  parameters?: ParameterSource[]
  requestBody?: { content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
  description?: string
}
interface ParameterSource {
  name: string
  in: string
  required?: boolean
  schema?: JsonSchema
}
type Content = Record<string, { schema?: JsonSchema }>

export interface ApiOperation {
  /** Anchor of the page. */
  id: string
  method: string
  path: string
  summary: string
  /** In words: who may call it, and what it leaves behind. */
  description: string
  parameters: ApiField[]
  body: ApiField[]
  answerStatus: string | null
  answer: ApiField[]
}

export interface ApiArea {
  name: string
  operations: ApiOperation[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The document as a reader goes through it: by area, then path, then method. */
export function readApiDocument(document: ApiDocument): ApiArea[] {
  const areas = new Map<string, ApiOperation[]>()
  const schemas = document.components?.schemas ?? {}
  for (const [path, methods] of Object.entries(document.paths ?? {}).sort(([a], [b]) => a.localeCompare(b))) {
    for (const method of METHODS) {
      const source = methods[method]
      if (!source) continue
      const area = areaOf(path)
      areas.set(area, [...(areas.get(area) ?? []), readOperation(path, method, source, schemas)])
    }
  }
  return [...areas]
    .map(([name, operations]) => ({ name, operations }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

function readOperation(
  path: string,
  method: string,
  source: ApiOperationSource,
  schemas: SchemaIndex,
): ApiOperation {
  const [answerStatus, answer] =
    Object.entries(source.responses ?? {}).find(([status]) => status.startsWith('2')) ?? []
  return {
    id: `${method}-${path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '')}`,
    method: method.toUpperCase(),
    path,
    summary: source.summary ?? '',
    description: source.description ?? '',
    parameters: (source.parameters ?? []).map((parameter) => readParameter(parameter, schemas)),
    body: fieldsOf(jsonSchemaIn(source.requestBody?.content), schemas),
    answerStatus: answerStatus ?? null,
    answer: fieldsOf(jsonSchemaIn(answer?.content), schemas),
  }
}

function readParameter(
  { name, in: place, required = false, schema = {} }: ParameterSource,
  schemas: SchemaIndex,
): ApiField {
  const [field] = fieldsOf({ properties: { [name]: schema } }, schemas)
  const note = [`in the ${place}`, field?.note].filter(Boolean).join('; ')
  return { name, type: field?.type ?? 'any', isRequired: required, note }
}

function jsonSchemaIn(content: Content | undefined): JsonSchema | undefined {
  return content?.['application/json']?.schema
}

/** `/api/me/tokens` belongs to `me`, media bytes to `media`, and single files serve those who run the site. */
function areaOf(path: string): string {
  const [first, second] = path.split('/').filter(Boolean)
  if (first === 'cdn') return 'media'
  return first === 'api' && second && !second.includes('.') ? second : 'operations'
}
