import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CreateTokenBody, SignupBody } from '../../../../shared/accounts'
import { VideoPage } from '../../../../shared/videos'
import { fieldsOf, type JsonSchema } from '../../../../components/docs/schema-fields'

function linesOf(schema: z.ZodType) {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return Object.fromEntries(fieldsOf(json, {}).map(({ name, ...field }) => [name, field]))
}

describe('fieldsOf', () => {
  it('names every key with its type and bounds', () => {
    const lines = linesOf(SignupBody)
    expect(Object.keys(lines)).toEqual([
      'firstName',
      'lastName',
      'username',
      'email',
      'password',
      'birthDate',
    ])
    expect(lines.password).toEqual({ type: 'string', isRequired: true, note: '10 to 200 characters' })
    expect(lines.email?.type).toBe('string (email)')
  })

  it('lists what a list may hold, and what is optional', () => {
    const lines = linesOf(CreateTokenBody)
    expect(lines.scopes?.type).toBe('list of "read" | "write" | "moderate" | "operate" | "admin"')
    expect(lines.expiresInDays).toEqual({ type: 'integer', isRequired: false, note: '1 to 365' })
  })

  it('goes into lists and objects', () => {
    const names = Object.keys(linesOf(VideoPage))
    expect(names).toContain('items[].uploader.username')
    expect(names).toContain('items[].captions[].url')
    expect(linesOf(VideoPage).nextCursor?.type).toBe('string | null')
  })

  it('follows references, and ends where a schema contains itself', () => {
    const node: JsonSchema = { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } }
    const names = fieldsOf({ $ref: '#/components/schemas/Node' }, { Node: node }).map(({ name }) => name)
    expect(names.slice(0, 2)).toEqual(['next', 'next.next'])
    expect(names.length).toBeLessThan(10)
  })

  it('has nothing to say of nothing', () => expect(fieldsOf(undefined, {})).toEqual([]))
})
